(function () {
  var config = window._CONFIG;
  function day(seconds) { return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 10); }
  if (config.DETAIL) {
    document.getElementById("detail-head").textContent =
      "索引号：" + config.DETAIL.identifier + " 发布机构：" + config.DETAIL.publisher + " 发布日期：" + day(config.DETAIL.display_publish_time);
    document.getElementById("detail").innerHTML = config.DETAIL.content;
    return;
  }
  function draw(nodes, parent) {
    var list = document.createElement("ul");
    nodes.forEach(function (node) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.textContent = node.name;
      link.href = node.jump_url || "#" + node.id;
      item.appendChild(link);
      list.appendChild(item);
      if (node.children.length) { draw(node.children, item); }
    });
    parent.appendChild(list);
  }
  function load() {
    var id = location.hash.slice(1) || config.TREE[0].id;
    fetch("/gkmlpt/api/all/" + id + "?page=1&sid=" + config.SID).then(function (answer) { return answer.json(); }).then(function (data) {
      var list = document.createElement("ul");
      data.articles.forEach(function (article) {
        var item = document.createElement("li"), link = document.createElement("a"), date = document.createElement("span");
        link.textContent = article.title;
        link.href = article.url;
        date.textContent = day(article.display_publish_time);
        item.append(link, date);
        list.appendChild(item);
      });
      document.getElementById("list").replaceChildren(list);
    });
  }
  draw(config.TREE, document.getElementById("tree"));
  window.addEventListener("hashchange", load);
  load();
})();
