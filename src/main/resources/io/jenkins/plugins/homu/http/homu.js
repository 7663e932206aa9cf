/*
 * Makes the pages quicker, never more than that: all of it works without a script. Rows are searched, filtered and sorted
 * in place where all of them are there, else fetched; what changes on the server is fetched and put in place of what it
 * replaces, node by node, so that focus, selection and scroll position stay where they are.
 */
(function () {
  "use strict";

  const GATHER = 120; // ms between a change and the look at it, so that several changes cost one look
  const MIN_INTERVAL = 1000; // ms between two looks
  const RETRY = 15000; // ms until the stream is opened anew after the server refused it
  const SAID_AT_MOST = 3; // changes that are told one by one; more are told as a number

  const app = document.querySelector(".homu-app[data-homu-url]");
  if (!app) {
    return;
  }
  app.classList.add("homu-app--live");

  const announcer = app.querySelector("[data-homu-announce]");
  const isQueue = app.dataset.homuPage === "queue";

  /* ---- Putting new markup in place of old ---- */

  function sameKind(a, b) {
    return a.nodeType === b.nodeType && a.nodeName === b.nodeName;
  }

  function patch(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) {
        old.nodeValue = fresh.nodeValue;
      }
      return;
    }
    for (const attribute of Array.from(old.attributes)) {
      if (!fresh.hasAttribute(attribute.name)) {
        old.removeAttribute(attribute.name);
      }
    }
    for (const attribute of Array.from(fresh.attributes)) {
      if (old.getAttribute(attribute.name) !== attribute.value) {
        old.setAttribute(attribute.name, attribute.value);
      }
    }
    patchChildren(old, fresh);
  }

  function patchChildren(old, fresh) {
    let current = old.firstChild;
    for (const wanted of Array.from(fresh.childNodes)) {
      if (current && sameKind(current, wanted)) {
        patch(current, wanted);
        current = current.nextSibling;
      } else {
        old.insertBefore(document.importNode(wanted, true), current);
      }
    }
    while (current) {
      const next = current.nextSibling;
      current.remove();
      current = next;
    }
  }

  /* Rows are matched by key, so that a row that moves takes its nodes along. Returns the keys of those that changed. */
  function patchRows(old, fresh) {
    const changed = [];
    const present = new Map();
    for (const row of old.children) {
      present.set(row.dataset.homuKey, row);
    }
    const wanted = Array.from(fresh.children);
    const keys = new Set(wanted.map((row) => row.dataset.homuKey));
    for (const [key, row] of present) {
      if (!keys.has(key)) {
        if (row.dataset.homuSays && isComplete()) {
          changed.push(row.dataset.homuSays.replace(/: [^:]*$/, ": Not open any more"));
        }
        row.remove();
      }
    }
    let current = old.firstElementChild;
    for (const row of wanted) {
      const key = row.dataset.homuKey;
      let mine = present.get(key);
      if (mine) {
        if (mine.dataset.homuSays !== row.dataset.homuSays) {
          changed.push(row.dataset.homuSays);
          mine.classList.add("homu-row--changed");
          row.classList.add("homu-row--changed");
        }
        patch(mine, row);
      } else {
        mine = document.importNode(row, true);
        if (row.dataset.homuSays) {
          changed.push(row.dataset.homuSays);
          mine.classList.add("homu-row--changed");
        }
      }
      if (mine === current) {
        current = current.nextElementSibling;
      } else {
        old.insertBefore(mine, current);
      }
    }
    return changed;
  }

  /* Nodes that are moved lose focus and selection: both are given back. */
  function keepingPlace(action) {
    const focused = document.activeElement;
    const selection = document.getSelection();
    const range =
      selection && selection.rangeCount && !selection.isCollapsed
        ? [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset]
        : null;
    const top = window.scrollY;
    const left = window.scrollX;
    action();
    if (focused && focused !== document.body && document.activeElement !== focused && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
    if (range && range[0].isConnected && range[2].isConnected) {
      const now = document.getSelection();
      const length = (node) => (node.nodeType === Node.TEXT_NODE ? node.nodeValue.length : node.childNodes.length);
      if (now.isCollapsed || now.anchorNode !== range[0]) {
        now.setBaseAndExtent(
          range[0],
          Math.min(range[1], length(range[0])),
          range[2],
          Math.min(range[3], length(range[2])),
        );
      }
    }
    if (window.scrollY !== top || window.scrollX !== left) {
      window.scrollTo(left, top);
    }
  }

  function say(changes) {
    if (!announcer || changes.length === 0) {
      return;
    }
    announcer.textContent =
      changes.length <= SAID_AT_MOST ? changes.join(". ") : changes.length + " pull requests changed";
  }

  /* ---- The queue's table: search, filter, sort ---- */

  const wish = { search: "", filter: "all", sort: "position", page: 1, whole: false };

  /* Unknown values count as absent, as with the server: an old link still shows a queue. */
  function readWish() {
    const parameters = new URLSearchParams(window.location.search);
    wish.search = (parameters.get("q") || "").trim();
    const filter = parameters.get("status");
    const chips = Array.from(app.querySelectorAll("[data-homu-filter]"));
    wish.filter = chips.some((chip) => chip.dataset.homuFilter === filter) ? filter : "all";
    const sort = parameters.get("sort");
    const options = Array.from(app.querySelector("#homu-sort").options);
    wish.sort = options.some((option) => option.value === sort) ? sort : "position";
    wish.page = Number.parseInt(parameters.get("page") || "1", 10) || 1;
    wish.whole = parameters.get("rows") === "all";
  }

  function wishQuery() {
    const pairs = [];
    if (wish.search) {
      pairs.push("q=" + encodeURIComponent(wish.search));
    }
    if (wish.filter !== "all") {
      pairs.push("status=" + encodeURIComponent(wish.filter));
    }
    if (wish.sort !== "position") {
      pairs.push("sort=" + encodeURIComponent(wish.sort));
    }
    if (wish.page > 1) {
      pairs.push("page=" + wish.page);
    }
    if (wish.whole) {
      pairs.push("rows=all");
    }
    return pairs.join("&");
  }

  function body() {
    return app.querySelector("[data-homu-rows]");
  }

  function isComplete() {
    return app.dataset.homuComplete === "true";
  }

  function cellOf(row, column) {
    return row.querySelector(".homu-cell--" + column);
  }

  function sortValue(row, column, numeric) {
    if (column === "position") {
      return Number(row.dataset.homuOrder);
    }
    const cell = cellOf(row, column);
    if (!cell) {
      return null;
    }
    const marked = cell.querySelector("[data-homu-text]");
    const text = marked ? marked.textContent.trim() : cell.dataset.homuSort || "";
    if (text === "") {
      return null;
    }
    return numeric ? Number(text) : text.toLowerCase();
  }

  function sortRows() {
    const down = wish.sort.startsWith("-");
    const column = down ? wish.sort.slice(1) : wish.sort;
    const head = app.querySelector(".homu-head--" + column);
    const numeric = !head || head.dataset.homuKind === "number";
    const rows = Array.from(body().children).map((row) => ({
      row: row,
      value: sortValue(row, column, numeric),
      order: Number(row.dataset.homuOrder),
    }));
    rows.sort((a, b) => {
      if (a.value !== b.value) {
        if (a.value === null) {
          return 1;
        }
        if (b.value === null) {
          return -1;
        }
        return (a.value < b.value ? -1 : 1) * (down ? -1 : 1);
      }
      return a.order - b.order;
    });
    let current = body().firstElementChild;
    for (const entry of rows) {
      if (entry.row === current) {
        current = current.nextElementSibling;
      } else {
        body().insertBefore(entry.row, current);
      }
    }
  }

  function searchable(row) {
    if (row.homuText === undefined || row.homuTextOf !== row.textContent) {
      row.homuTextOf = row.textContent;
      row.homuText = row.homuTextOf.toLowerCase();
    }
    return row.homuText;
  }

  function applyInPlace() {
    const words = wish.search.toLowerCase().split(/\s+/).filter(Boolean);
    let matching = 0;
    for (const row of body().children) {
      const groups = row.dataset.homuGroups.split(" ");
      const shown =
        groups.includes(wish.filter) && (words.length === 0 || words.every((word) => searchable(row).includes(word)));
      row.hidden = !shown;
      matching += shown ? 1 : 0;
    }
    sortRows();
    const total = body().children.length;
    app.querySelector("[data-homu-summary]").textContent = matching + " of " + total + " pull requests";
    const empty = app.querySelector('[data-homu-live="empty"]');
    empty.hidden = matching > 0;
    if (total > 0) {
      empty.firstElementChild.textContent = wish.search
        ? "No pull request matches the search."
        : "No pull request is in this group at present.";
    }
    const pager = app.querySelector('[data-homu-live="pager"]');
    pager.hidden = true;
  }

  /* Links and counters say what the present wish is. */
  function markWish() {
    const down = wish.sort.startsWith("-");
    const column = down ? wish.sort.slice(1) : wish.sort;
    for (const link of app.querySelectorAll("[data-homu-sort].homu-head__link")) {
      const mine = link.dataset.homuSort === column;
      link.closest("th").setAttribute("aria-sort", mine ? (down ? "descending" : "ascending") : "none");
    }
    for (const chip of app.querySelectorAll("[data-homu-filter]")) {
      if (chip.dataset.homuFilter === wish.filter) {
        chip.setAttribute("aria-current", "true");
      } else {
        chip.removeAttribute("aria-current");
      }
    }
    const select = app.querySelector("#homu-sort");
    if (select.value !== wish.sort) {
      select.value = wish.sort;
    }
    app.querySelector("[data-homu-reset]").hidden = !wish.search && wish.filter === "all";
    let hidden = app.querySelector('.homu-tools input[name="status"]');
    if (hidden) {
      hidden.value = wish.filter;
    }
    const empty = body().querySelectorAll("tr:not([hidden])").length === 0;
    app.querySelector(".homu-scroll").classList.toggle("homu-scroll--empty", empty);
  }

  function show() {
    keepingPlace(() => {
      if (isComplete()) {
        applyInPlace();
      }
      markWish();
    });
  }

  function remember() {
    const query = wishQuery();
    window.history.replaceState(null, "", app.dataset.homuUrl + (query ? "?" + query : ""));
  }

  function wanted(announce) {
    remember();
    show();
    if (isComplete()) {
      if (announce) {
        say([app.querySelector("[data-homu-summary]").textContent]);
      }
    } else {
      look(GATHER, announce);
    }
  }

  /* ---- Looking at the server ---- */

  let timer = 0;
  let looking = false;
  let again = false;
  let lastLook = 0;
  let sayCount = false;

  function look(delay, announce) {
    sayCount = sayCount || Boolean(announce);
    if (looking) {
      again = true;
      return;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(fetchNow, delay);
  }

  function fragmentUrl() {
    if (!isQueue) {
      return app.dataset.homuUrl + "?fragment=1";
    }
    /* A queue that fits on one page is fetched whole and searched here. */
    const query = app.dataset.homuSmall === "true" && wish.page === 1 ? "" : wishQuery();
    return app.dataset.homuUrl + "?fragment=1" + (query ? "&" + query : "");
  }

  async function fetchNow() {
    looking = true;
    again = false;
    lastLook = Date.now();
    try {
      const response = await fetch(fragmentUrl(), { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (response.ok) {
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".homu-app[data-homu-url]");
        if (fresh) {
          take(fresh);
        }
      }
      if (source && source.readyState === EventSource.OPEN) {
        setState("live");
      }
    } catch (error) {
      /* The stream's own state tells that the server is out of reach, and opens a new look once it is back. */
      setState("off");
    } finally {
      looking = false;
      if (again) {
        look(GATHER);
      }
    }
  }

  function take(fresh) {
    let changed = [];
    keepingPlace(() => {
      for (const region of fresh.querySelectorAll("[data-homu-live]")) {
        const mine = app.querySelector('[data-homu-live="' + region.dataset.homuLive + '"]');
        if (mine) {
          if (region.dataset.homuSays && mine.dataset.homuSays !== region.dataset.homuSays) {
            changed.push(region.dataset.homuSays);
          }
          patch(mine, region);
        }
      }
      const rows = fresh.querySelector("[data-homu-rows]");
      if (rows && body()) {
        changed = changed.concat(patchRows(body(), rows));
      }
      if (isQueue) {
        app.dataset.homuComplete = fresh.dataset.homuComplete;
        app.dataset.homuSmall = fresh.dataset.homuSmall;
        if (isComplete()) {
          applyInPlace();
        }
        markWish();
      }
      tick();
    });
    if (sayCount && isQueue) {
      say([app.querySelector("[data-homu-summary]").textContent]);
    } else {
      say(changed);
    }
    sayCount = false;
  }

  /* ---- Ages ---- */

  function age(seconds) {
    const minutes = Math.max(0, Math.floor(seconds / 60));
    if (minutes < 1) {
      return "under 1 min";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    const hours = Math.floor(minutes / 60);
    if (hours < 24) {
      return minutes % 60 === 0 ? hours + " h" : hours + " h " + (minutes % 60) + " min";
    }
    const days = Math.floor(hours / 24);
    return hours % 24 === 0 ? days + " d" : days + " d " + (hours % 24) + " h";
  }

  function tick() {
    const now = Date.now();
    for (const time of app.querySelectorAll("time[data-homu-age]")) {
      const text = age((now - Date.parse(time.dateTime)) / 1000);
      if (time.textContent !== text) {
        time.firstChild.nodeValue = text;
      }
    }
  }

  /* ---- Live updates ---- */

  const indicator = app.querySelector("[data-homu-indicator]");
  const button = indicator ? indicator.querySelector("button") : null;
  let source = null;
  let paused = false;
  let stale = false;
  let state = "";

  function setState(next) {
    if (!indicator || (paused && next !== "paused") || state === next) {
      return;
    }
    state = next;
    indicator.hidden = false;
    indicator.classList.toggle("homu-live--paused", next === "paused");
    indicator.classList.toggle("homu-live--off", next === "off");
    button.setAttribute("aria-pressed", String(next === "paused"));
    button.querySelector(".homu-live__text").textContent =
      next === "paused" ? "Paused" : next === "off" ? "Reconnecting" : "Live";
  }

  function changedOnServer() {
    if (paused || document.hidden) {
      stale = true;
      return;
    }
    look(Math.max(GATHER, MIN_INTERVAL - (Date.now() - lastLook)));
  }

  function connect() {
    if (!app.dataset.homuEvents || source) {
      return;
    }
    const mine = new EventSource(app.dataset.homuEvents);
    let opened = false;
    source = mine;
    mine.addEventListener("open", () => {
      setState("live");
      if (opened || state === "off") {
        changedOnServer();
      }
      opened = true;
    });
    mine.addEventListener("queue", changedOnServer);
    mine.addEventListener("error", () => {
      setState("off");
      stale = true;
      if (mine.readyState === EventSource.CLOSED) {
        mine.close();
        if (source === mine) {
          source = null;
          window.setTimeout(() => {
            if (!paused) {
              connect();
              look(GATHER);
            }
          }, RETRY);
        }
      }
    });
  }

  function disconnect() {
    if (source) {
      source.close();
      source = null;
    }
  }

  if (button && window.EventSource) {
    button.addEventListener("click", () => {
      paused = !paused;
      if (paused) {
        disconnect();
        setState("paused");
      } else {
        state = "";
        setState("off");
        connect();
        look(0);
      }
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && stale && !paused) {
        stale = false;
        look(0);
      }
    });
    window.addEventListener("pagehide", disconnect);
    window.addEventListener("pageshow", (event) => {
      if (event.persisted && !paused) {
        connect();
        look(0);
      }
    });
    setState("off");
    connect();
  }

  /* ---- What people do ---- */

  if (isQueue) {
    readWish();
    const form = app.querySelector(".homu-tools");
    const search = app.querySelector("#homu-search");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wish.search = search.value.trim();
      wish.page = 1;
      wanted(true);
    });
    search.addEventListener("input", () => {
      wish.search = search.value.trim();
      wish.page = 1;
      wanted(true);
    });
    form.querySelector("#homu-sort").addEventListener("change", (event) => {
      wish.sort = event.target.value;
      wish.page = 1;
      wanted(true);
    });
    app.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      if (link.matches(".homu-head__link")) {
        const column = link.dataset.homuSort;
        wish.sort = wish.sort === column ? "-" + column : column;
      } else if (link.dataset.homuFilter) {
        wish.filter = link.dataset.homuFilter;
      } else if (link.hasAttribute("data-homu-reset")) {
        wish.filter = "all";
        wish.search = "";
        search.value = "";
        search.focus();
      } else {
        return;
      }
      event.preventDefault();
      wish.page = 1;
      wanted(true);
    });
    if (!isComplete() && app.dataset.homuSmall === "true") {
      look(0);
    }
    show();
  }
  tick();
  window.setInterval(tick, 30000);
})();
