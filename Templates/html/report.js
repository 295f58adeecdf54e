'use strict';
// Sorts every table of class "sort", and filters the population. Without it, everything can be read.
(function () {
  var number = function (text) { return /^[\d,.]+( ms)?$/.test(text) ? parseFloat(text.replace(/,/g, '')) : NaN; };
  var order = new Intl.Collator('en').compare;
  var compare = function (a, b) {
    var x = number(a), y = number(b);
    return isNaN(x) || isNaN(y) ? order(a, b) : x - y;
  };

  // A part of a long table that shows nothing must not keep its place.
  var hideIfEmpty = function (body) {
    body.hidden = !Array.prototype.some.call(body.rows, function (row) { return !row.hidden; });
  };

  document.querySelectorAll('table.sort').forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells), bodies = Array.from(table.tBodies);
    if (!bodies.length) { return; }
    heads.forEach(function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener('click', function () {
        var down = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        var keyed = [], sizes = bodies.map(function (body) { return body.rows.length; });
        bodies.forEach(function (body) {
          Array.from(body.rows).forEach(function (row) { keyed.push([row.cells[column].textContent.trim(), row]); });
        });
        keyed.sort(function (a, b) { return down ? compare(b[0], a[0]) : compare(a[0], b[0]); });
        bodies.forEach(function (body, index) {
          body.replaceChildren.apply(body, keyed.splice(0, sizes[index]).map(function (pair) { return pair[1]; }));
          hideIfEmpty(body);
        });
      });
    });
  });

  var form = document.getElementById('filter');
  if (!form) { return; }
  var table = document.getElementById('vpcs'), rows = Array.from(table.tBodies).flatMap(function (body) {
    return Array.from(body.rows);
  }), shown = form.querySelector('output');
  // Columns of the population: verdict, VPC, account, region. They are read when somebody turns to the form.
  var cells = null, texts = [], textOf = function (index) {
    return texts[index] || (texts[index] = rows[index].textContent.toLowerCase());
  };
  var selects = Array.from(form.querySelectorAll('select'));
  var prepare = function () {
    if (cells) { return; }
    cells = rows.map(function (row) {
      return [0, 2, 3].map(function (column) { return row.cells[column].textContent.trim(); });
    });
    selects.forEach(function (select, index) {
      var values = new Set(cells.map(function (cell) { return cell[index]; }));
      Array.from(values).sort(order).forEach(function (value) { select.add(new Option(value, value)); });
    });
  };
  ['pointerover', 'focusin'].forEach(function (event) { form.addEventListener(event, prepare, { once: true }); });
  var count = function (n) { return n.toLocaleString('en-US'); };
  var tell = function (visible) {
    shown.textContent = 'Showing ' + count(visible) + ' of ' + count(rows.length) + ' VPCs';
  };
  var apply = function () {
    prepare();
    var text = form.elements.text.value.trim().toLowerCase(), visible = 0;
    rows.forEach(function (row, index) {
      var fits = (!text || textOf(index).includes(text)) && selects.every(function (select, column) {
        return !select.value || select.value === cells[index][column];
      });
      row.hidden = !fits;
      if (fits) { visible += 1; }
    });
    Array.from(table.tBodies).forEach(hideIfEmpty);
    tell(visible);
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
  tell(rows.length);
})();
