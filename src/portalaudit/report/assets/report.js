"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // On paper nothing can be opened, so everything is.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  const source = byId("data");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const [ANCHOR, RULE, SEVERITY, STATUS, SUBJECT, MESSAGE, PATH, LINE, COLUMN, RELATED, MISSING, STEP] = Array(12).keys();
  const PAGE = 100;
  const LINK = /^#f-([0-9a-f]{12})$/;
  const tools = byId("tools"), query = byId("q"), rule = byId("rule"), status = byId("status"), sort = byId("sort");
  const groups = byId("groups"), hits = byId("hits"), list = byId("rows"), pages = byId("pages"), count = byId("count");
  const boxes = [...tools.querySelectorAll("[name=severity]")];
  const collator = new Intl.Collator("en", { numeric: true });
  let page = 0, only = "", index = null;

  const place = (row) => `${data.paths[row[PATH]]}:${row[LINE]}:${row[COLUMN]}`;
  const words = (row) =>
    [...data.rules[row[RULE]], data.severities[row[SEVERITY]], data.statuses[row[STATUS]], row[SUBJECT], row[MESSAGE],
      place(row), ...(row[RELATED] || []).flat(), row[MISSING]].join("\n").toLowerCase();
  const orders = {
    severity: (a, b) => a[SEVERITY] - b[SEVERITY],
    subject: (a, b) => collator.compare(a[SUBJECT], b[SUBJECT]),
    place: (a, b) => collator.compare(data.paths[a[PATH]], data.paths[b[PATH]]) || a[LINE] - b[LINE] || a[COLUMN] - b[COLUMN],
  };

  function chosen() {
    const wanted = {};
    if (query.value.trim()) wanted.q = query.value.trim();
    const severities = boxes.filter((box) => box.checked).map((box) => box.value);
    if (severities.length) wanted.severity = severities.join(",");
    if (rule.value) wanted.rule = rule.value;
    if (status.value) wanted.status = status.value;
    if (sort.value) wanted.sort = sort.value;
    return wanted;
  }

  function matching(wanted) {
    if (only) return data.rows.filter((row) => row[ANCHOR] === only);
    const severities = (wanted.severity || "").split(",");
    const parts = (wanted.q || "").toLowerCase().split(/\s+/);
    if (wanted.q && !index) index = data.rows.map(words);
    const found = data.rows.filter((row, at) =>
      (!wanted.severity || severities.includes(data.severities[row[SEVERITY]])) &&
      (!wanted.rule || data.rules[row[RULE]][0] === wanted.rule) &&
      (!wanted.status || data.statuses[row[STATUS]] === wanted.status) &&
      (!wanted.q || parts.every((part) => index[at].includes(part))));
    return wanted.sort ? found.sort(orders[wanted.sort]) : found;
  }

  function put(item, selector, text) {
    const element = item.querySelector(selector);
    if (text) element.textContent = text;
    else element.remove();
  }

  function told(item, selector, text) {
    if (text) item.querySelector(selector + " span").textContent = text;
    else item.querySelector(selector).remove();
  }

  function drawn(row) {
    const item = byId("row").content.firstElementChild.cloneNode(true);
    const severity = data.severities[row[SEVERITY]], state = data.statuses[row[STATUS]];
    put(item, ".of", data.rules[row[RULE]][1]);
    put(item, ".severity", severity);
    item.querySelector(".severity").classList.add(severity);
    put(item, ".state", state === "fail" ? "" : state);
    put(item, ".text", row[MESSAGE]);
    put(item, ".subject", row[SUBJECT]);
    put(item, ".where code", place(row));
    const link = item.querySelector(".link");
    link.href = "#f-" + row[ANCHOR];
    link.setAttribute("aria-label", "Link to this finding, " + row[SUBJECT]);
    const also = item.querySelector(".also");
    for (const [where, label] of row[RELATED] || []) {
      const line = also.cloneNode(true);
      put(line, "code", where);
      line.querySelector("span").textContent = label;
      also.before(line);
    }
    also.remove();
    told(item, ".missing", row[MISSING]);
    told(item, ".step", row[STEP]);
    if (row[ANCHOR] === only) item.classList.add("target");
    return item;
  }

  function show() {
    const wanted = chosen();
    const isOn = only !== "" || Object.keys(wanted).length > 0;
    groups.hidden = isOn;
    hits.hidden = !isOn;
    if (!isOn) {
      count.textContent = "";
      list.replaceChildren();
      return;
    }
    const found = matching(wanted);
    const last = Math.max(0, Math.ceil(found.length / PAGE) - 1);
    page = Math.min(page, last);
    list.replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(drawn));
    count.textContent = `${found.length.toLocaleString("en")} of ${data.rows.length.toLocaleString("en")} findings`;
    pages.hidden = last === 0;
    byId("which").textContent = `Page ${page + 1} of ${last + 1}`;
    byId("back").disabled = page === 0;
    byId("on").disabled = page === last;
  }

  function remember() {
    const wanted = chosen();
    if (page) wanted.page = page + 1;
    history.replaceState(null, "", "#" + new URLSearchParams(wanted));
  }

  function changed() {
    page = 0;
    only = "";
    show();
    remember();
  }

  function turn(step) {
    page += step;
    show();
    remember();
    byId("findings").scrollIntoView();
    count.textContent += `, page ${page + 1}`;
  }

  function clear() {
    query.value = rule.value = status.value = sort.value = "";
    for (const box of boxes) box.checked = false;
    page = 0;
    only = "";
  }

  function recall() {
    const link = LINK.exec(location.hash);
    if (link) return follow(link[1]);
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (location.hash.length > 1 && ![...wanted.values()].some(Boolean)) return;
    clear();
    query.value = wanted.get("q") || "";
    for (const [field, name] of [[rule, "rule"], [status, "status"], [sort, "sort"]]) {
      field.value = wanted.get(name) || "";
      if (field.selectedIndex < 0) field.value = "";
    }
    const severities = (wanted.get("severity") || "").split(",");
    for (const box of boxes) box.checked = severities.includes(box.value);
    page = Math.max(0, (parseInt(wanted.get("page"), 10) || 1) - 1);
    show();
  }

  function follow(anchor) {
    clear();
    const item = byId("f-" + anchor);
    if (!item) only = data.rows.some((row) => row[ANCHOR] === anchor) ? anchor : "";
    show();
    const target = item || list.firstElementChild;
    if (!target) return;
    // Some browsers open it by themselves, not all.
    if (item) item.closest("details").open = true;
    target.scrollIntoView({ block: "center", behavior: "instant" });
    target.focus({ preventScroll: true });
  }

  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
    changed();
    query.focus();
  });
  query.addEventListener("input", changed);
  for (const field of [rule, status, sort, ...boxes]) field.addEventListener("change", changed);
  byId("back").addEventListener("click", () => turn(-1));
  byId("on").addEventListener("click", () => turn(1));
  for (const button of document.querySelectorAll("button.all")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      clear();
      rule.value = button.dataset.rule;
      changed();
      byId("findings").scrollIntoView();
      rule.focus({ preventScroll: true });
    });
  }
  addEventListener("hashchange", recall);
  recall();
})();
