"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const sections = [...document.querySelectorAll("main > section")];
  const links = [...document.querySelectorAll("#tabs a")];
  const isNarrow = matchMedia("(max-width: 44rem)").matches;

  // ---- Parts of the page: one at a time, named by the address.

  function turnTo(name) {
    const section = sections.find((one) => one.id === name) || sections[0];
    for (const one of sections) one.classList.toggle("on", one === section);
    for (const link of links) {
      if (link.hash === "#" + section.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (section.id === "findings") search.open();
  }

  function route() {
    const [name, wanted] = location.hash.slice(1).split("?");
    const link = /^f-([0-9a-f]{12})$/.exec(name);
    if (link && search.has(link[1])) return search.only(link[1]);
    const target = name && byId(name);
    const section = target && target.closest("main > section");
    turnTo(section ? section.id : "todo");
    if (section && section.id === "findings") search.recall(wanted === undefined ? null : wanted);
    if (target && section && target !== section) reveal(target);
  }

  function reveal(target) {
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    target.scrollIntoView({ block: "center", behavior: "instant" });
    target.focus({ preventScroll: true });
  }

  // ---- On paper nothing can be opened, so everything is.

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")].filter((one) => one.id !== "filters");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  // ---- Search: one line of words and tokens, which the filters write too. It is the whole state, and stands in the address.

  const search = (() => {
    const source = byId("data");
    if (!source) return { open() {}, has: () => false, recall() {}, find() {} };
    const [ANCHOR, RULE, SEVERITY, STATUS, WHO, AT, LOGIN, USED, PEOPLE, PORTALS, ACCOUNTS, SUBJECT, MESSAGE, PATH, LINE,
      COLUMN, RELATED, MISSING, STEP, ACTION, SETTLED] = Array(21).keys();
    const PAGE = 100;
    const TOKEN = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi;
    const tools = byId("tools"), query = byId("q"), sort = byId("sort"), groups = byId("groups"), hits = byId("hits");
    const list = byId("rows"), pages = byId("pages"), count = byId("count");
    const selects = [...tools.querySelectorAll("select[data-key]")];
    const collator = new Intl.Collator("en", { numeric: true });
    let data = null, index = null, page = 0, one = "";

    // Values by which a row is found, for each key: pairs of an id and a name.
    const values = {
      severity: (row) => [[data.severities[row[SEVERITY]]]],
      status: (row) => [[data.statuses[row[STATUS]]]],
      rule: (row) => [data.rules[row[RULE]]],
      person: (row) => (row[PEOPLE] ? row[PEOPLE].map((at) => data.people[at]) : [[data.words[row[WHO]]]]),
      portal: (row) => (row[PORTALS] || []).map((at) => data.portals[at]),
      action: (row) => [[data.words[row[ACTION]]], [data.words[row[SETTLED]]]],
      login: (row) => [[row[LOGIN]], ...(row[ACCOUNTS] || []).map((id) => [id])],
    };
    const known = {
      severity: () => data.severities.map((name) => [name]),
      rule: () => data.rules,
      person: () => data.people,
      portal: () => data.portals,
    };
    // What has no name comes last.
    const byName = (a, b) => (a === "") - (b === "") || collator.compare(a, b);
    const orders = {
      severity: (a, b) => a[SEVERITY] - b[SEVERITY],
      person: (a, b) => byName(data.words[a[WHO]], data.words[b[WHO]]),
      portal: (a, b) => byName(data.words[a[AT]], data.words[b[AT]]),
      place: (a, b) => collator.compare(data.words[a[PATH]], data.words[b[PATH]]) || a[LINE] - b[LINE] || a[COLUMN] - b[COLUMN],
    };

    function load() {
      if (!data) data = JSON.parse(source.textContent);
    }

    const place = (row) => `${data.words[row[PATH]]}:${row[LINE]}:${row[COLUMN]}`;
    const words = (row) =>
      [...data.rules[row[RULE]], data.severities[row[SEVERITY]], data.statuses[row[STATUS]], data.words[row[WHO]],
        data.words[row[AT]], row[LOGIN], data.words[row[USED]], row[SUBJECT], row[MESSAGE], place(row),
        ...(row[PEOPLE] || []).map((at) => data.people[at][1]), ...(row[RELATED] || []).flat(), row[MISSING]].join("\n").toLowerCase();

    function parsed(text) {
      return [...text.matchAll(TOKEN)].map(([whole, minus, key, quoted, bare]) => {
        const name = (key || "").toLowerCase(), value = (quoted === undefined ? bare : quoted).toLowerCase();
        return name in values ? { not: minus === "-", key: name, value }
          : { not: minus === "-", key: "", value: (name ? name + ":" : "") + value };
      }).filter((term) => term.value);
    }

    function isOf(key, wanted) {
      const parts = wanted.split(",");
      const ids = new Set((known[key] ? known[key]() : []).map(([id]) => id.toLowerCase()));
      // What is an id means that one; any other word may stand within a name.
      const matches = (pair, part) => (ids.has(part) ? pair[0].toLowerCase() === part : pair.some((word) => word.toLowerCase().includes(part)));
      const seen = new Map();
      return (pair) => {
        const name = pair[0];
        if (!seen.has(name)) seen.set(name, parts.some((part) => matches(pair, part)));
        return seen.get(name);
      };
    }

    function test(term) {
      if (!term.key) return (row, at) => index[at].includes(term.value);
      const read = values[term.key], is = isOf(term.key, term.value);
      return (row) => read(row).some(is);
    }

    // Finds rows, and counts for each filter how many there would be for each of its values.
    function matching(terms) {
      if (terms.some((term) => !term.key) && !index) index = data.rows.map(words);
      const facets = selects.map((select) => select.dataset.key);
      const own = {}, rest = [];
      for (const term of terms) {
        if (!term.not && facets.includes(term.key) && !(term.key in own)) own[term.key] = test(term);
        else rest.push(term.not ? ((t) => (row, at) => !t(row, at))(test(term)) : test(term));
      }
      const counts = Object.fromEntries(facets.map((key) => [key, new Map()]));
      const count = (key, row) => {
        for (const [id] of values[key](row)) counts[key].set(id, (counts[key].get(id) || 0) + 1);
      };
      const found = data.rows.filter((row, at) => {
        if (!rest.every((t) => t(row, at))) return false;
        const missed = Object.keys(own).filter((key) => !own[key](row));
        if (missed.length === 0) for (const key of facets) count(key, row);
        if (missed.length === 1) count(missed[0], row);
        return missed.length === 0;
      });
      return { found, counts };
    }

    function offer(counts, terms) {
      for (const select of selects) {
        const key = select.dataset.key, chosen = terms.find((term) => term.key === key && !term.not);
        const options = [new Option("All", "")];
        for (const [id, name] of known[key]()) {
          const number = counts[key].get(id) || 0, isChosen = chosen && chosen.value === id.toLowerCase();
          if (number || isChosen) options.push(new Option(`${name || id} (${number.toLocaleString("en")})`, id, false, isChosen));
        }
        if (chosen && !options.some((option) => option.selected)) options.push(new Option(chosen.value, chosen.value, false, true));
        select.replaceChildren(...options);
      }
    }

    function put(item, selector, text) {
      const element = item.querySelector(selector);
      if (text) element.textContent = text;
      else element.remove();
    }

    function say(item, selector, text) {
      if (text) item.querySelector(selector + " span").textContent = text;
      else item.querySelector(selector).remove();
    }

    function drawn(row) {
      const item = byId("row").content.firstElementChild.cloneNode(true);
      const severity = data.severities[row[SEVERITY]], state = data.statuses[row[STATUS]];
      const tag = item.querySelector(".sev .tag");
      tag.textContent = state === "fail" ? severity : state;
      tag.classList.add(state === "fail" ? severity : "state");
      item.querySelector(".of").textContent = data.rules[row[RULE]][1];
      item.querySelector(".who").textContent = data.words[row[WHO]];
      item.querySelector(".at").textContent = data.words[row[AT]];
      item.querySelector(".login").textContent = row[LOGIN];
      item.querySelector(".used").textContent = data.words[row[USED]];
      put(item, ".severity", state === "fail" ? "" : severity);
      if (state !== "fail") item.querySelector(".severity").classList.add(severity);
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
      say(item, ".missing", row[MISSING]);
      say(item, ".step", row[STEP]);
      say(item, ".ends", data.actions[data.words[row[SETTLED]]]);
      if (row[ANCHOR] === one) {
        item.classList.add("target");
        item.open = true;
      }
      return item;
    }

    function show() {
      load();
      const terms = parsed(query.value);
      const isOn = one !== "" || terms.length > 0 || sort.value !== "";
      groups.hidden = isOn;
      hits.hidden = !isOn;
      const { found: all, counts } = matching(terms);
      const found = one ? data.rows.filter((row) => row[ANCHOR] === one) : all;
      offer(counts, terms);
      if (!isOn) {
        count.textContent = `${data.rows.length.toLocaleString("en")} finding${data.rows.length === 1 ? "" : "s"}`;
        list.replaceChildren();
        return;
      }
      if (sort.value) found.sort(orders[sort.value]);
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
      const wanted = new URLSearchParams();
      if (query.value.trim()) wanted.set("q", query.value.trim());
      if (sort.value) wanted.set("sort", sort.value);
      if (page) wanted.set("page", page + 1);
      history.replaceState(null, "", "#findings" + (wanted.size ? "?" + wanted : ""));
    }

    function changed() {
      page = 0;
      one = "";
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

    function chosen(select) {
      const key = select.dataset.key, value = /\s/.test(select.value) ? `"${select.value}"` : select.value;
      const kept = [...query.value.matchAll(TOKEN)].filter((found) => found[1] || (found[2] || "").toLowerCase() !== key);
      query.value = [...kept.map((found) => found[0]), ...(value ? [`${key}:${value}`] : [])].join(" ");
      changed();
    }

    function clear() {
      query.value = sort.value = "";
      page = 0;
      one = "";
    }

    tools.hidden = false;
    byId("filters").open = !isNarrow;
    tools.addEventListener("submit", (event) => event.preventDefault());
    tools.addEventListener("reset", (event) => {
      event.preventDefault();
      clear();
      changed();
      query.focus();
    });
    query.addEventListener("input", changed);
    sort.addEventListener("change", changed);
    for (const select of selects) select.addEventListener("change", () => chosen(select));
    byId("back").addEventListener("click", () => turn(-1));
    byId("on").addEventListener("click", () => turn(1));

    return {
      open() {
        if (!data) show();
      },
      has: (anchor) => !byId("f-" + anchor) && (load(), data.rows.some((row) => row[ANCHOR] === anchor)),
      // A finding that does not stand in the page is shown out of the data.
      only(anchor) {
        clear();
        one = anchor;
        turnTo("findings");
        show();
        reveal(list.querySelector("summary"));
      },
      recall(wanted) {
        const named = new URLSearchParams(wanted || "");
        clear();
        query.value = named.get("q") || "";
        sort.value = named.get("sort") || "";
        if (sort.selectedIndex < 0) sort.value = "";
        page = Math.max(0, (parseInt(named.get("page"), 10) || 1) - 1);
        show();
      },
      find(text) {
        clear();
        query.value = text;
        turnTo("findings");
        changed();
        byId("findings").scrollIntoView();
        query.focus({ preventScroll: true });
      },
    };
  })();

  for (const one of document.querySelectorAll("[data-q]")) {
    one.hidden = false;
    one.addEventListener("click", (event) => {
      event.preventDefault();
      history.pushState(null, "", "#findings");
      search.find(one.dataset.q);
    });
  }
  addEventListener("hashchange", route);
  route();
  document.documentElement.classList.add("ready");
})();
