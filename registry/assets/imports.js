// While the worker writes a file, the page follows. Without this file a link on the page does.
(function () {
  "use strict";
  var EVERY = 2000, panel = document.querySelector("[data-progress]");
  if (!panel || !window.fetch) { return; }
  var bar = panel.querySelector("progress"), percent = panel.querySelector("[data-progress-percent]");

  function ask() {
    fetch(panel.dataset.progress, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (told) {
        if (told && told.state !== "queued") { location.reload(); return; }
        if (told) { bar.value = told.percent; percent.textContent = told.percent + "%"; }
        setTimeout(ask, EVERY);
      })
      .catch(function () { setTimeout(ask, EVERY); });
  }
  setTimeout(ask, EVERY);
}());
