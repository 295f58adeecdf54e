'use strict';
// Sorts every table of class "sort", and filters the population. Without it, everything can be read.
(function () {
  var number = function (text) { return /^[\d,.]+( ms)?$/.test(text) ? parseFloat(text.replace(/,/g, '')) : NaN; };
  var order = new Intl.Collator('en', { numeric: true }).compare;
  var compare = function (a, b) {
    var x = number(a), y = number(b);
    return isNaN(x) || isNaN(y) ? order(a, b) : x - y;
  };

  document.querySelectorAll('table.sort').forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells), body = table.tBodies[0];
    heads.forEach(function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener('click', function () {
        var down = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        var keyed = Array.from(body.rows, function (row) { return [row.cells[column].textContent.trim(), row]; });
        keyed.sort(function (a, b) { return down ? compare(b[0], a[0]) : compare(a[0], b[0]); });
        var sorted = document.createDocumentFragment();
        keyed.forEach(function (pair) { sorted.append(pair[1]); });
        body.append(sorted);
      });
    });
  });

  var form = document.getElementById('filter');
  if (!form) { return; }
  var rows = Array.from(document.getElementById('vpcs').tBodies[0].rows), shown = form.querySelector('output');
  // Columns of the population: verdict, VPC, account, region.
  var cells = rows.map(function (row) {
    return [0, 2, 3].map(function (column) { return row.cells[column].textContent.trim(); });
  });
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var selects = Array.from(form.querySelectorAll('select'));
  selects.forEach(function (select, index) {
    var values = new Set(cells.map(function (cell) { return cell[index]; }));
    Array.from(values).sort(order).forEach(function (value) { select.add(new Option(value, value)); });
  });
  var count = function (n) { return n.toLocaleString('en-US'); };
  var apply = function () {
    var text = form.elements.text.value.trim().toLowerCase(), visible = 0;
    rows.forEach(function (row, index) {
      var fits = (!text || texts[index].includes(text)) && selects.every(function (select, column) {
        return !select.value || select.value === cells[index][column];
      });
      row.hidden = !fits;
      if (fits) { visible += 1; }
    });
    shown.textContent = 'Showing ' + count(visible) + ' of ' + count(rows.length) + ' VPCs';
  };
  var timer;
  form.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(apply, 120); });
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(apply, 0); });
  // A link to a VPC that the filter hides shows it again.
  addEventListener('hashchange', function () {
    var row = document.getElementById(location.hash.slice(1));
    if (row && row.hidden) { form.reset(); setTimeout(function () { row.scrollIntoView(); }, 10); }
  });
  form.hidden = false;
  apply();
})();
