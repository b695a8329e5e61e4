// The page that stands at an old address sends its readers on, to the same place on the new page.
(function () {
  "use strict";
  var now = document.querySelector("link[rel=canonical]");
  if (now) location.replace(now.getAttribute("href") + location.search + location.hash);
})();
