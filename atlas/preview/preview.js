/* Counts the findings of other files in the preview. Without it, the link to all of them is there. */
(() => {
  "use strict";
  const line = document.querySelector("[data-preview-counts]");
  if (!line) return;
  const address = line.dataset.previewCounts;
  const base = address.slice(0, -"findings.json".length);

  const show = (files) => {
    const others = files.filter((file) => file.url !== line.dataset.previewHere);
    const sum = others.reduce((total, file) => total + file.count, 0);
    const link = line.querySelector("a");
    line.prepend(
      sum === 0
        ? "Nothing found in other files. "
        : `Elsewhere: ${sum} in ${others.length} file${others.length === 1 ? "" : "s"}. `,
    );
    if (sum === 0) return;
    const list = document.createElement("ul");
    for (const file of others.slice(0, 8)) {
      const item = list.appendChild(document.createElement("li"));
      const name = file.url ? document.createElement("a") : document.createElement("span");
      if (file.url) name.href = base + file.url;
      name.textContent = file.path;
      item.append(name, ` (${file.count})`);
    }
    line.after(list);
    line.append(link);
  };

  fetch(address, { cache: "no-store" })
    .then((answer) => answer.json())
    .then(show)
    .catch(() => {});
})();
