// Forms with files: large photographs are made smaller first, and progress is shown. Without this file a form is
// sent as browsers send it.
(function () {
  "use strict";
  var LARGE = 1500000, LONG_SIDE = 2000, QUALITY = 0.85, PATIENCE = 15000;

  function smaller(file) {
    return new Promise(function (resolve) {
      if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < LARGE) { resolve(file); return; }
      var address = URL.createObjectURL(file), picture = new Image();
      function as_it_is() { clearTimeout(timer); URL.revokeObjectURL(address); resolve(file); }
      var timer = setTimeout(as_it_is, PATIENCE);
      picture.onerror = as_it_is;
      picture.onload = function () {
        var scale = Math.min(1, LONG_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
        var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
        canvas.width = Math.round(picture.naturalWidth * scale);
        canvas.height = Math.round(picture.naturalHeight * scale);
        if (!pen) { as_it_is(); return; }
        pen.fillStyle = "#ffffff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(function (made) {
          if (!made || made.size >= file.size) { as_it_is(); return; }
          clearTimeout(timer);
          URL.revokeObjectURL(address);
          resolve(new File([made], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }));
        }, "image/jpeg", QUALITY);
      };
      picture.src = address;
    });
  }

  function one_after_the_other(files) {
    return files.reduce(function (before, file) {
      return before.then(function (made) {
        return smaller(file).then(function (each) { made.push(each); return made; });
      });
    }, Promise.resolve([]));
  }

  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var status = form.querySelector("[data-upload-status]"), bar = form.querySelector("progress");
    var chosen = form.querySelector("input[type=file]");
    var is_sending = false;

    function send(files, submitter) {
      var data = new FormData(form), asked = new XMLHttpRequest();
      data.delete(chosen.name);
      files.forEach(function (file) { data.append(chosen.name, file, file.name); });
      if (submitter && submitter.name) { data.append(submitter.name, submitter.value); }
      status.textContent = form.dataset.uploadSending;
      asked.upload.onprogress = function (event) {
        if (event.lengthComputable) { bar.value = Math.round(100 * event.loaded / event.total); }
      };
      asked.onload = function () {
        history.replaceState(null, "", asked.responseURL || location.href);
        document.open();
        document.write(asked.responseText);
        document.close();
      };
      asked.onerror = function () {
        is_sending = false;
        delete form.dataset.sent;
        bar.hidden = true;
        status.textContent = form.dataset.uploadFailed;
        form.dispatchEvent(new Event("input"));
      };
      asked.open("POST", form.action);
      asked.send(data);
    }

    form.addEventListener("submit", function (event) {
      if (is_sending) { event.preventDefault(); return; }
      if (!chosen.files.length || !window.FormData || !Promise) { return; }
      event.preventDefault();
      is_sending = true;
      bar.hidden = false;
      status.textContent = form.dataset.uploadSmaller;
      one_after_the_other(Array.prototype.slice.call(chosen.files)).then(function (files) {
        send(files, event.submitter);
      });
    });
  });
}());
