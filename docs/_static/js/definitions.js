// Definition cards: hover, focus or tap a word with a definition and a card says what it means.
// Without this file the words are plain links. The texts are in <div id="definitions">.
(function () {
  "use strict";
  const store = document.getElementById("definitions");
  if (!store) return;

  const texts = new Map();
  for (const item of store.children) texts.set(item.dataset.key, item);

  const OPEN_AFTER = 250; // a pointer that only passes by opens nothing
  const CLOSE_AFTER = 300; // time to move the pointer into the card
  const card = document.createElement("div");
  card.className = "def-card";
  card.id = "def-card";
  card.hidden = true;

  let owner = null; // the link whose card is open
  let timer = 0;
  let touched = false; // the last press came from a finger

  function open(link) {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    owner = link;
    card.replaceChildren(...Array.from(texts.get(link.dataset.def).children, (node) => node.cloneNode(true)));
    // Right after its link, so that Tab goes from the word into the card and on.
    link.after(card);
    card.hidden = false;
    link.classList.add("is-open");
    link.setAttribute("aria-describedby", card.id);
    place();
  }

  function close() {
    clearTimeout(timer);
    if (!owner) return;
    owner.classList.remove("is-open");
    owner.removeAttribute("aria-describedby");
    owner = null;
    card.hidden = true;
  }

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  // Under the word, or above it when there is no room; always inside the window.
  function place() {
    if (!owner) return;
    const margin = 12;
    const word = owner.getClientRects()[0];
    const size = card.getBoundingClientRect();
    const right = document.documentElement.clientWidth - size.width - margin;
    const below = word.bottom + 6;
    const fits = below + size.height < window.innerHeight || word.top < size.height + margin;
    card.style.left = Math.max(margin, Math.min(word.left - margin, right)) + "px";
    card.style.top = (fits ? below : word.top - size.height - 6) + "px";
  }

  const wordOf = (target) => {
    const link = target instanceof Element && target.closest("a[data-def]");
    return link && texts.has(link.dataset.def) ? link : null;
  };

  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (owner && !card.contains(event.target) && wordOf(event.target) !== owner) close();
  });

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = wordOf(event.target);
    if (link) later(() => open(link), owner ? 0 : OPEN_AFTER);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (owner && !owner.matches(":focus")) later(close, CLOSE_AFTER);
    else if (!owner) clearTimeout(timer);
  });

  document.addEventListener("focusin", (event) => {
    const link = wordOf(event.target);
    if (link && !touched) open(link);
    else if (owner && !link && !card.contains(event.target)) close();
  });

  // The first tap opens the card; the card holds the link.
  document.addEventListener("click", (event) => {
    const link = wordOf(event.target);
    if (!link || !touched || owner === link) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    if (card.contains(document.activeElement)) {
      const link = owner;
      link.focus();
    }
    close();
  });

  window.addEventListener("scroll", place, { passive: true });
  window.addEventListener("resize", place);
})();
