// Small helps on a page; all of it reads well without them.
(function () {
  "use strict";
  const root = document.documentElement;

  function button(text) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "quiet-button";
    element.textContent = text;
    return element;
  }

  // A step and its edge in the diagram light up together.
  document.querySelectorAll(".diagram .diagram-svg").forEach((svg) => {
    const stepOf = (mark) => mark.dataset.step || mark.id.replace("step-", "");
    const marks = document.querySelectorAll('.edge[data-step], .steps > [id^="step-"]');
    const light = (step) => {
      svg.classList.toggle("has-lit", step !== null);
      marks.forEach((mark) => mark.classList.toggle("is-lit", stepOf(mark) === step));
    };
    marks.forEach((mark) => {
      const step = stepOf(mark);
      mark.addEventListener("pointerenter", () => light(step));
      mark.addEventListener("pointerleave", () => light(null));
      mark.addEventListener("focusin", () => light(step));
      mark.addEventListener("focusout", () => light(null));
    });
  });

  // “Hide the in-depth parts” holds for the whole site, until the reader shows them again.
  document.querySelectorAll("[data-depth-toggle]").forEach((place) => {
    const toggle = button("");
    const show = () => {
      const hidden = root.classList.contains("hide-depth");
      toggle.textContent = hidden ? "Show the in-depth parts" : "Hide the in-depth parts";
      document.querySelectorAll(".layer-depth[id]").forEach((section) => {
        const entry = document.querySelector(`.toc-tree a[href="#${CSS.escape(section.id)}"]`);
        if (entry) entry.parentElement.hidden = hidden;
      });
    };
    toggle.addEventListener("click", () => {
      const hidden = root.classList.toggle("hide-depth");
      try {
        localStorage.setItem("atlas-depth", hidden ? "hidden" : "shown");
      } catch (error) {
        // Storage is off: the choice holds for this page only.
      }
      show();
    });
    // A link into a hidden part shows it, or the reader would land nowhere.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !target.closest(".layer-depth") || !root.classList.contains("hide-depth")) return;
      root.classList.remove("hide-depth");
      show();
      target.scrollIntoView();
    };
    place.append(toggle);
    window.addEventListener("hashchange", reveal);
    show();
    reveal();
  });

  // The questions alone, on one sheet, with room for answers.
  const questions = document.getElementById("questions");
  if (questions) {
    const print = button("Print this list");
    print.addEventListener("click", () => {
      root.classList.add("print-questions");
      window.print();
    });
    window.addEventListener("afterprint", () => root.classList.remove("print-questions"));
    questions.append(print);
  }

  // Paper cannot be opened: browsers without ::details-content would print closed boxes.
  window.addEventListener("beforeprint", () => {
    if (CSS.supports("selector(::details-content)")) return;
    document.querySelectorAll("details").forEach((box) => (box.open = true));
  });

  // Cells of a stacked table carry the name of their column.
  document.querySelectorAll("table.docutils").forEach((table) => {
    const names = Array.from(table.querySelectorAll("thead th"), (cell) => cell.textContent.trim());
    table.querySelectorAll("tbody tr").forEach((row) => {
      Array.from(row.cells).forEach((cell, index) => {
        if (names[index]) cell.dataset.label = names[index];
      });
    });
  });

  // Real buttons for the two drawers of narrow screens, in place of labels of hidden check boxes.
  const drawers = [
    ["__navigation", "Site menu"],
    ["__toc", "On this page"],
  ].map(([id, name]) => {
    const box = document.getElementById(id);
    const toggles = Array.from(document.querySelectorAll(`.page label[for="${id}"]`), (label) => {
      const toggle = document.createElement("button");
      toggle.type = "button";
      toggle.className = label.className;
      toggle.setAttribute("aria-label", name);
      toggle.append(...label.childNodes);
      toggle.addEventListener("click", () => box.click());
      label.replaceWith(toggle);
      return toggle;
    });
    const tell = () => toggles.forEach((toggle) => toggle.setAttribute("aria-expanded", box.checked));
    box.addEventListener("change", tell);
    tell();
    return { box, toggles };
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const { box, toggles } of drawers) {
      if (!box.checked) continue;
      box.click();
      toggles.filter((toggle) => toggle.offsetParent).forEach((toggle) => toggle.focus());
    }
  });
})();
