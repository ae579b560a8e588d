(function () {
  var path = location.pathname === "/" ? "/home" : location.pathname;
  fetch("/api/content" + path + location.search).then(function (answer) { return answer.json(); }).then(function (data) {
    var app = document.getElementById("app");
    app.innerHTML = data.html;
    var title = app.querySelector("h1, h2");
    if (title && path !== "/home") { document.title = title.textContent + "_" + document.title; }
  });
})();
