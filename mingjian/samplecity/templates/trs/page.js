function createPageHTML(count, current, name, extension) {
  function address(page) { return page === 0 ? name + "." + extension : name + "_" + page + "." + extension; }
  if (count < 2) { return; }
  if (current > 0) { document.write('<a href="' + address(current - 1) + '">上一页</a>'); }
  for (var page = 0; page < count; page++) {
    document.write(page === current ? "<span>" + (page + 1) + "</span>" : '<a href="' + address(page) + '">' + (page + 1) + "</a>");
  }
  if (current < count - 1) { document.write('<a href="' + address(current + 1) + '">下一页</a>'); }
}
