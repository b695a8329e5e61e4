// Runs before the first paint, so that neither a dark page nor a hidden layer flashes.
// Storage may be forbidden (private windows, some browsers on file://): then the defaults stand.
(function () {
  "use strict";
  var theme = "auto";
  try {
    theme = localStorage.getItem("theme") || theme;
    if (localStorage.getItem("atlas-depth") === "hidden") {
      document.documentElement.classList.add("hide-depth");
    }
    // Sphinx would mark the words of the last search all over the page, and fails inside diagrams.
    localStorage.removeItem("sphinx_highlight_terms");
  } catch (error) {
    // keep the defaults
  }
  document.body.dataset.theme = theme;
})();
