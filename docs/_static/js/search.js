// Opens the search: "/" or Ctrl-K anywhere, or a link marked data-search. Everything else is loaded
// then, by <script>, because a browser reads nothing else for pages opened from a disk.
(() => {
  "use strict";
  const root = document.documentElement.dataset.content_root || "./";
  const CODE = ["_static/search/stemmer.js", "_static/search/vendor.js", "_static/search/words.js",
    "_static/search/guess.js", "_static/search/lexicon.js", "_static/search/query.js", "_static/search/engine.js", "_static/search/panel.js", "search/names.js"];
  const taken = {}; // what the data files hand over
  const loads = new Map();
  window.AtlasSearch = window.AtlasSearch || {};
  AtlasSearch.take = (name, content) => { taken[name] = content; };

  const load = (path) => {
    if (!loads.has(path))
      loads.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root + path;
        script.async = false; // in the order in which they are asked for
        script.onload = resolve;
        script.onerror = () => { loads.delete(path); reject(new Error(`${path} could not be loaded`)); };
        document.head.append(script);
      }));
    return loads.get(path);
  };
  const data = (name) => load(`search/${name}.js`).then(() => taken[name]);

  let start = null;
  let learnt = null; // done when the list of all words is there
  const ready = () => {
    start = start || Promise.all(CODE.map(load)).then(() => {
      const names = taken.names;
      const words = AtlasSearch.words(names.rules, new PorterStemmer());
      const engine = AtlasSearch.engine({ words, data: names });
      engine.kinds = names.kinds;
      // The list of all words, for guessing at misspelt ones; not needed for a first result.
      learnt = data("words").then((list) => engine.learn(list), () => {});
      return { engine, words };
    }).catch((error) => { start = null; throw error; });
    return start;
  };
  const search = {
    ready,
    shards: async (numbers) => {
      const { engine } = await ready();
      await Promise.all(numbers.map((number) =>
        data(`shard-${number}`).then((content) => engine.addShard(number, content), () => engine.addShard(number, null))));
    },
    words: () => ready().then(() => learnt),
    text: (key) => data(`text/${key.replace(":", "/")}`).catch(() => null),
  };
  AtlasSearch.search = search;

  const parts = (id) => {
    const wrap = document.createElement("div");
    wrap.innerHTML = `<div class="find-urgent" role="status" data-said=""></div><p class="find-hint" aria-live="polite"></p><div class="find-list" id="${id}-list"></div><p class="find-status" role="status"></p>`;
    const [notice, hint, list, status] = wrap.children;
    return { notice, hint, list, status };
  };

  let dialog = null;
  const build = () => {
    dialog = document.createElement("dialog");
    dialog.className = "find";
    dialog.setAttribute("aria-label", "Search this site");
    dialog.innerHTML = `<form method="get" action="${root}search.html" role="search"><label class="find-label" for="find-input">Search</label>` +
      `<input id="find-input" type="search" name="q" placeholder="A word from your report, a drug, a question">` +
      `<button type="button" class="find-close" aria-label="Close search">Close</button></form>`;
    const { notice, hint, list, status } = parts("find-dialog");
    dialog.append(notice, hint, list, status);
    document.body.append(dialog);
    const input = dialog.querySelector("input");
    dialog.querySelector(".find-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    // A link to a place on this very page leaves the dialog open otherwise.
    list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
    ready().then(() => { dialog.box = AtlasSearch.box({ input, list, hint, notice, status, search, where: "dialog" }); if (input.value) dialog.box.run(true); });
    return dialog;
  };
  const open = () => {
    if (!dialog) build();
    if (dialog.open) return;
    dialog.showModal();
    dialog.querySelector("input").select();
  };

  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const shortcut = (event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (!shortcut && !slash) return;
    event.preventDefault();
    open();
  });

  // The words of an address at which there is no page: its last part may be the name of one.
  const lost = () => {
    const last = location.pathname.split("/").filter(Boolean).pop() || "";
    try {
      return decodeURIComponent(last).replace(/\.html?$/, "").replace(/^(404|index)$/, "").replace(/[-_+]+/g, " ").slice(0, 80);
    } catch (error) {
      return ""; // not an address that this site ever had
    }
  };

  const form = document.querySelector(".search-page form");
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-search]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (form) form.querySelector("input").focus();
    else open();
  });

  if (form) {
    const input = form.querySelector("input");
    const { notice, hint, list, status } = parts("find-page");
    document.getElementById("search-results").append(notice, hint, status, list);
    input.value = new URLSearchParams(location.search).get("q") || ("lost" in form.dataset ? lost() : "");
    ready().then(() => {
      const box = AtlasSearch.box({ input, list, hint, notice, status, search, where: "page" });
      box.run(false);
      // What a reader sees for a query, as keys of the pages that the results lead to.
      search.show = async (query) => {
        input.value = query;
        await box.run(false);
        return Array.from(list.querySelectorAll("[data-key]"), (hit) => hit.dataset.key);
      };
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
        box.run(false);
      });
    });
  }
})();
