// What a reader sees of searching: a box with results while typing, in a dialog on every page and
// at the top of search.html. Follows the ARIA combobox pattern: the focus stays in the box.
"use strict";
window.AtlasSearch = window.AtlasSearch || {};

(() => {
  const TOP = 3; // best matches of any kind come first
  const GROUP = { dialog: 3, page: 12 };
  const PAUSE = 20; // ms without a key before searching; loading never blocks a key
  let count = 0;

  const element = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  // The text with the words that were found in <mark>.
  function marked(text, terms, words) {
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’\-\u2010-\u2015/.][\p{L}\p{N}]+)*/gu)) {
      const forms = words.words(match[0]);
      if (!forms.some((form) => terms.has(form))) continue;
      parts.push(text.slice(end, match.index), element("mark", {}, match[0]));
      end = match.index + match[0].length;
    }
    parts.push(text.slice(end));
    return parts;
  }

  // The part of a long text that holds most of the words.
  function excerpt(sections, terms, words, length = 180) {
    let best = { score: 0 };
    for (const [anchor, heading, text] of sections) {
      const sentences = text.match(/[^.!?]+[.!?]*\s*/g) || [text];
      sentences.forEach((sentence, place) => {
        const found = new Set(words.words(sentence).filter((form) => terms.has(form)));
        if (found.size > best.score) best = { score: found.size, anchor, heading, sentences, place };
      });
    }
    if (!best.score) return null;
    let text = "", place = best.place;
    while (place < best.sentences.length && text.length < length) text += best.sentences[place++];
    if (text.length > length * 1.5) text = `${text.slice(0, text.lastIndexOf(" ", length * 1.4))} …`;
    return { ...best, text: text.trim() };
  }

  const quoted = (text) => `“${text}”`;

  // Why a page is shown for something that has no page of its own; said in full once.
  function instead({ entry, name }, first) {
    if (!first) return `Explains more about ${entry.name}`;
    const also = name && name.name.field !== "name";
    return `${also ? `${quoted(name.name.text)} is ${entry.name}, which` : entry.name} has no page yet. This explains more`;
  }

  // Why an entry was found, when its name does not show it.
  function reason(result, words, first) {
    const { entry, name, question, hits } = result;
    if (result.instead) return instead(result.instead, first);
    if (result.claim) return "Not every word is known here. This page tells about claimed cures";
    if (result.care) return "Says which signs to report, and to whom";
    if (result.near) return `Explains more about ${result.near.name}`;
    const of = name && name.name.field;
    if (of === "brands") return `${quoted(name.name.text)} is a brand name of ${entry.name.toLowerCase()}`;
    if (of === "also" && !contains(entry.name, name.name.text, words)) return `${quoted(name.name.text)} is another name for it`;
    if (of === "symbols") return `${quoted(name.name.text)} is another or older name of this gene`;
    if (of === "name") return "";
    if (question.share > 0.4 && !question.name) return `Answers ${quoted(question.text)}`;
    if (question.share > 0.4 && question.text !== entry.name) return `${quoted(question.text)} is another name for it`;
    const other = hits.find((hit) => hit.way.said && hit.fields);
    if (other) return `${quoted(other.unit.typed)} is taken as ${quoted(other.way.label)}`;
    return "";
  }

  const contains = (text, part, words) => {
    const all = new Set(words.words(text));
    return words.words(part).every((term) => all.has(term));
  };

  // --- the box and its list ---------------------------------------------------------------

  AtlasSearch.box = ({ input, list, status, hint, notice, search, where, onEmpty }) => {
    const prefix = `find-${++count}`;
    const root = document.documentElement.dataset.content_root || "./";
    let options = [], active = -1, timer = 0, asked = "", told = new Set();

    list.id = list.id || `${prefix}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Results");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", enterkeyhint: "search",
    })) input.setAttribute(name, value);

    const activate = (place) => {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = options.length ? (place + options.length) % options.length : -1;
      const option = options[active];
      if (!option) return input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    function option(result, terms, engine, words) {
      const { entry } = result;
      const why = reason(result, words, !told.has(result.instead));
      told.add(result.instead);
      const label = engine.kinds[entry.kind][0];
      const id = `${prefix}-${options.length}`;
      const link = element("a", { role: "option", id, href: root + entry.url, tabindex: "-1", "aria-selected": "false", class: "find-hit", "data-key": entry.key },
        element("span", { class: "find-name" }, ...marked(entry.name, terms, words), " ", element("span", { class: "find-kind" }, label)));
      if (why) link.append(element("span", { class: "find-why" }, why));
      link.append(element("span", { class: "find-text" }, ...marked(entry.summary || "", terms, words)));
      const inText = result.hits.length && result.hits.every((hit) => !hit.fields);
      if (inText && !why) fromText(link, entry, terms, words);
      options.push(link);
      return link;
    }

    // Found in the text only: show where. The text of a page comes when it is asked for.
    function fromText(link, entry, terms, words) {
      search.text(entry.key).then((sections) => {
        const found = sections && excerpt(sections, terms, words);
        if (!found) return;
        if (found.anchor) link.href = `${root}${entry.url}#${found.anchor}`;
        const place = found.heading ? [element("b", {}, `${found.heading}: `)] : [];
        link.querySelector(".find-text").replaceChildren(...place, ...marked(found.text, terms, words));
      });
    }

    // Above everything else, for someone who may need help now. The same words are not said twice.
    function warn(urgent) {
      if (notice.dataset.said === (urgent ? urgent.say : "")) return;
      notice.dataset.said = urgent ? urgent.say : "";
      notice.replaceChildren();
      if (urgent) notice.append(element("p", {}, element("strong", {}, urgent.say), " ", element("a", { href: root + urgent.url }, urgent.link)));
    }

    function group(title, results, terms, engine, words) {
      const id = `${prefix}-group-${list.childElementCount}`;
      return element("div", { role: "group", "aria-labelledby": id, class: "find-group" },
        element("p", { id, class: "find-title", role: "presentation" }, title),
        ...results.map((result) => option(result, terms, engine, words)));
    }

    function show({ results, units, urgent, weak, missing }, engine, words) {
      warn(urgent);
      const chosen = active < 0 ? null : options[active].dataset.key;
      options = [];
      told = new Set();
      active = -1;
      input.removeAttribute("aria-activedescendant");
      const terms = new Set(units.flatMap((unit) => unit.ways.flatMap((way) => way.terms)));
      list.replaceChildren();
      const rest = results.slice(TOP);
      if (results.length) list.append(group(results.length > TOP ? "Best matches" : "Results", results.slice(0, TOP), terms, engine, words));
      const kinds = [...new Set(rest.map((result) => result.entry.kind))];
      for (const kind of kinds) {
        const some = rest.filter((result) => result.entry.kind === kind).slice(0, GROUP[where]);
        list.append(group(engine.kinds[kind][1], some, terms, engine, words));
      }
      const guessed = units.filter((unit) => unit.corrected.length);
      hint.replaceChildren();
      if (guessed.length && results.length) {
        const meant = guessed.map((unit) => quoted(unit.corrected[0].word));
        hint.append("Did you mean ", element("b", {}, meant.join(", ")), "? ",
          `Nothing here is called ${guessed.map((unit) => quoted(unit.typed)).join(", ")}.`);
      }
      if (weak && !missing.length) hint.append(hint.textContent ? " " : "", "No page fits these words well. These come closest.");
      // A reader who was quicker than the list keeps what they had chosen.
      if (chosen) {
        const place = options.findIndex((option) => option.dataset.key === chosen);
        if (place >= 0) activate(place);
      }
      input.setAttribute("aria-expanded", String(options.length > 0));
      status.textContent = !units.length ? "" : options.length === 1 ? "1 result" : `${options.length} results`;
      if (!options.length && units.length) {
        status.textContent = "Nothing found";
        list.append(element("div", { class: "find-none", role: "presentation" },
          element("p", {}, "Nothing on this site fits these words. Try one word from your report, the name of a drug, or another spelling."),
          element("p", {}, element("a", { href: `${root}genindex.html` }, "All names from A to Z"))));
      }
    }

    async function run(typing) {
      const query = input.value;
      asked = query;
      if (!query.trim()) {
        list.replaceChildren();
        hint.replaceChildren();
        warn(null);
        status.textContent = "";
        input.setAttribute("aria-expanded", "false");
        options = [];
        if (onEmpty) onEmpty();
        return;
      }
      const { engine, words } = await search.ready();
      if (asked !== query) return;
      const found = engine.find(query, { typing });
      show(found, engine, words);
      if (!found.missing.length) return;
      // The words of the full text follow; the list changes only if nobody has moved in it.
      await search.shards(found.missing);
      if (asked === query && active < 0) show(engine.find(query, { typing }), engine, words);
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => run(true), PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!options.length) return;
        event.preventDefault();
        activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && options[active]) {
        event.preventDefault();
        options[active].click();
      } else if (event.key === "Escape" && input.value && where === "page") {
        input.value = "";
        run(false);
      }
    });
    list.addEventListener("pointermove", (event) => {
      const link = event.target.closest("[role=option]");
      if (link && options.indexOf(link) !== active) activate(options.indexOf(link));
    });
    return { run };
  };
})();
