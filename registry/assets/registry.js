// Enhancements only: every page works without this file.
(function () {
  "use strict";
  // A summary of faults takes the focus, so that it is read first.
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // What is typed is kept on this device until the form has been sent, so that a lost connection loses nothing.
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var key = "draft:" + location.pathname + ":" + form.dataset.draft;
    var kept;
    try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch (e) { kept = null; }
    if (kept && !document.querySelector(".summary")) {
      Object.keys(kept).forEach(function (name) {
        var field = form.elements[name];
        if (field && field.type !== "hidden" && field.type !== "file" && !field.value) { field.value = kept[name]; }
      });
    }
    form.addEventListener("input", function () {
      var values = {};
      Array.prototype.forEach.call(form.elements, function (field) {
        var plain = /^(text|date|number|tel|search|textarea|select-one)$/.test(field.type);
        if (plain && field.name && field.value) { values[field.name] = field.value; }
      });
      try { localStorage.setItem(key, JSON.stringify(values)); } catch (e) { /* a full or closed store keeps nothing */ }
    });
    form.addEventListener("submit", function () { try { localStorage.removeItem(key); } catch (e) { /* as above */ } });
  });

  // One click is enough: a form that is on its way cannot be sent again. Large photographs are made smaller first.
  document.querySelectorAll("form").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(function () { delete form.dataset.sent; }, 8000);
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form").forEach(function (form) { delete form.dataset.sent; });
  });

  // A piece of the page that follows what is typed: <form data-preview="/address" data-preview-into="#id">.
  document.querySelectorAll("form[data-preview]").forEach(function (form) {
    var into = document.querySelector(form.dataset.previewInto), timer, asked = 0;
    function ask() {
      var mine = ++asked, sent = new FormData(form);
      fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(Array.from(sent).filter(function (pair) {
        return typeof pair[1] === "string";
      })), credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : null; })
        .then(function (text) { if (text !== null && mine === asked) { into.innerHTML = text; } })
        .catch(function () { /* without a connection the page stays as it is */ });
    }
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 250); });
    ask();
  });

  // Suggestions while a name is typed: <input list data-suggest="/address" data-suggest-key="hidden field">.
  document.querySelectorAll("input[data-suggest]").forEach(function (input) {
    var list = document.getElementById(input.getAttribute("list")), timer, found = {};
    var key = input.form.elements[input.dataset.suggestKey];
    input.addEventListener("input", function () {
      if (key) { key.value = found[input.value] || ""; }
      clearTimeout(timer);
      if (input.value.trim().length < 2) { return; }
      timer = setTimeout(function () {
        fetch(input.dataset.suggest + "?q=" + encodeURIComponent(input.value), { credentials: "same-origin", headers: { accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : { items: [] }; })
          .then(function (answer) {
            list.textContent = "";
            answer.items.forEach(function (item) {
              var option = document.createElement("option");
              option.value = item.name; option.label = item.note || "";
              found[item.name] = item.id;
              list.appendChild(option);
            });
            if (key) { key.value = found[input.value] || key.value; }
          }).catch(function () { /* typing goes on without suggestions */ });
      }, 200);
    });
  });

  // A part of a form that only one choice needs: <div data-shown-for="field=value">.
  document.querySelectorAll("[data-shown-for]").forEach(function (part) {
    var pair = part.dataset.shownFor.split("="), form = part.closest("form");
    function follow() {
      var chosen = new FormData(form).get(pair[0]);
      part.hidden = chosen !== pair[1];
    }
    form.addEventListener("change", follow);
    follow();
  });

  // Tick or untick all rows.
  document.querySelectorAll("[data-all]").forEach(function (box) {
    box.addEventListener("change", function () {
      document.querySelectorAll('input[type=checkbox][name="' + box.dataset.all + '"]').forEach(function (each) {
        if (!each.disabled) { each.checked = box.checked; }
      });
    });
  });

  // Copy a text; print the page; jump on choice.
  document.addEventListener("click", function (event) {
    var copy = event.target.closest("[data-copy]");
    if (copy) {
      var text = document.querySelector(copy.dataset.copy);
      (navigator.clipboard ? navigator.clipboard.writeText(text.value || text.textContent) : Promise.reject())
        .then(function () { copy.textContent = copy.dataset.copied; })
        .catch(function () { text.focus(); if (text.select) { text.select(); } });
    }
    if (event.target.closest("[data-print]")) { window.print(); }
  });
  document.querySelectorAll("select[data-go]").forEach(function (select) {
    select.addEventListener("change", function () { select.form.submit(); });
  });
}());
