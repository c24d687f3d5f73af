"use strict";

const STATUS_EVERY = 2000, HISTORY_EVERY = 3000, MOST_ROWS = 200;
const $ = (id) => document.getElementById(id);
const put = (id, text) => { if ($(id).textContent !== text) { $(id).textContent = text; } };
const number = (n) => Math.round(n).toLocaleString("en");

let shown = null; // the report on display
let token = sessionStorage.getItem("pg2any-token") || "";

function bytes(n) {
  let unit = 0;
  while (n >= 1024 && unit < 4) { n /= 1024; unit++; }
  return `${unit && n < 100 ? n.toFixed(1) : Math.round(n)} ${["B", "KiB", "MiB", "GiB", "TiB"][unit]}`;
}

function time(seconds) {
  if (seconds < 1) { return `${Math.round(seconds * 1000)} ms`; }
  if (seconds < 60) { return `${seconds.toFixed(1)} s`; }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) { return `${minutes} min ${Math.floor(seconds % 60)} s`; }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

function element(name, text, attributes) {
  const made = document.createElement(name);
  if (text !== undefined) { made.textContent = text; }
  Object.assign(made.dataset, attributes || {});
  return made;
}

// What a person wants to know first: a tone, a headline, a sentence.
function verdict(r) {
  const since = time((Date.now() - Date.parse(r.stateSince)) / 1000);
  if (!r.health.ok) { return ["ill", "Not well", sentence(r.health.reasons)]; }
  if (r.state === "stopped") { return ["quiet", "Stopped", "It was asked to end."]; }
  if (r.state === "retrying") { return ["warn", "A server is away", sentence(r.ready.reasons)]; }
  if (r.paused) { return ["warn", "Paused", "Nothing is written to the target; the source keeps its log meanwhile."]; }
  if (r.finishing) { return ["busy", "Finishing the first copy", sentence([r.finishing])]; }
  if (r.state === "copying") { return ["busy", "Copying", "The first copy is under way; changes made meanwhile follow after it."]; }
  if (r.state === "starting") { return ["quiet", "Starting", "Connecting to both sides."]; }
  if (!r.ready.ok) { return ["warn", "Catching up", sentence(r.ready.reasons)]; }
  return ["well", "All is well", `Following for ${since}. The target is as far as the source.`];
}

function sentence(reasons) {
  return reasons.map((text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.\]]$/.test(text) ? "" : ".")).join(" ");
}

function show(r) {
  shown = r;
  const [tone, headline, detail] = verdict(r);
  $("verdict").dataset.tone = tone;
  $("state").dataset.tone = tone;
  put("headline", headline);
  put("detail", detail);
  put("state", r.paused ? "paused" : r.state);
  document.title = `${headline} · pg2any`;
  put("source", r.stream.source);
  put("destination", r.stream.destination);
  put("version", r.version);
  put("pause", r.paused ? "Resume" : "Pause");
  numbers(r);
  copy(r);
  tables(r.tables);
  events(r.events);
  facts(r);
  pairs("settings", r.settings.map((s) => [s.name, s.value]));
}

function numbers(r) {
  const copying = r.state === "copying";
  put("lag", copying ? "–" : time(r.lag.seconds));
  put("lag-bytes", `${bytes(r.lag.bytes)} of log behind`);
  const rate = copying ? r.rates.copiedRows : r.rates.changes;
  $("rate").replaceChildren(number(rate), element("small", " rows/s"));
  put("rate-bytes", `${bytes(r.rates.bytes)}/s`);
  put("held", r.slot ? bytes(r.slot.retainedBytes) : "–");
  put("held-safe", !r.slot ? "not asked yet" : r.slot.walStatus === "missing" ? "there is no slot" : r.slot.lostInSeconds !== null
    ? `lost in ${time(r.slot.lostInSeconds)} at this pace` : r.slot.safeBytes !== null ? `${bytes(r.slot.safeBytes)} left` : "without a limit");
  put("queue", bytes(r.queue.bytes));
  put("queue-of", `of ${bytes(r.queue.limitBytes)}`);
  meter($("queue-meter"), r.queue.bytes / r.queue.limitBytes, r.queue.bytes >= r.queue.limitBytes ? "warn" : "well");
}

function meter(node, share, tone) {
  node.firstElementChild.style.width = `${Math.min(100, Math.max(0, share * 100))}%`;
  node.dataset.tone = tone;
}

function copy(r) {
  $("copy").hidden = !r.copy || (r.copy.tablesDone === r.copy.tables && r.state !== "copying");
  if ($("copy").hidden) { return; }
  const share = r.copy.estimatedRows ? r.copy.rows / r.copy.estimatedRows : 0;
  put("copy-sum", `${r.copy.tablesDone} of ${r.copy.tables} tables, ${number(r.copy.rows)} rows`);
  meter($("copy-meter"), share, "busy");
  $("copy-meter").setAttribute("aria-valuenow", Math.round(share * 100));
  const open = r.tables.filter((t) => t.copy && t.copy.begun && !t.copy.done).slice(0, 12);
  $("copy-bars").replaceChildren(...open.map((t) => {
    const item = element("li"), words = element("div"), bar = element("div");
    const part = t.copy.estimatedRows > 0 ? Math.min(1, t.copy.rows / t.copy.estimatedRows) : 0;
    words.append(element("span", t.name), element("span", `${number(t.copy.rows)}${part ? ` · ${Math.floor(part * 100)} %` : ""}`));
    bar.className = "meter";
    bar.append(element("i"));
    meter(bar, part, "busy");
    item.append(words, bar);
    return item;
  }));
}

function tables(all) {
  const wanted = $("filter").value.trim().toLowerCase();
  const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
  const matching = all.filter((t) => t.name.toLowerCase().includes(wanted));
  matching.sort((a, b) => sum(b.applied) - sum(a.applied) || a.name.localeCompare(b.name));
  $("filter-line").hidden = all.length < 10;
  put("tables-sum", all.length ? `${all.length}` : "none has changed yet");
  put("tables-more", matching.length > MOST_ROWS ? `and ${matching.length - MOST_ROWS} more` : "");
  $("tables").replaceChildren(...matching.slice(0, MOST_ROWS).map((t) => {
    const row = element("tr");
    row.append(element("td", t.name), cell(t.applied.insert), cell(t.applied.update), cell(t.applied.delete),
      cell(t.copy ? t.copy.rows : 0));
    return row;
  }));
}

function cell(n) {
  const made = element("td", number(n || 0));
  made.className = n ? "" : "zero";
  return made;
}

function events(list) {
  $("events").replaceChildren(...list.slice(0, 20).map((e) => {
    const item = element("li"), at = new Date(e.at);
    const stamp = element("time", at.toLocaleTimeString("en-GB"));
    stamp.dateTime = e.at;
    stamp.title = at.toLocaleString("en-GB");
    if (e.level !== "info") { item.dataset.tone = e.level === "warn" ? "warn" : "ill"; }
    item.append(stamp, element("span", e.times > 1 ? `${e.text} (${e.times} times)` : e.text));
    return item;
  }));
}

function facts(r) {
  const errors = Object.values(r.totals.errors).reduce((a, b) => a + b, 0);
  pairs("facts", [
    ["End of the source's log", r.positions.sourceEnd],
    ["Received", r.positions.received],
    ["Applied", r.positions.applied],
    ["Confirmed to the slot", r.positions.confirmed || "–"],
    ["Slot", r.slot ? `${r.stream.slot}, ${r.slot.walStatus}${r.slot.active ? "" : ", not in use"}` : r.stream.slot],
    ["Publication", r.stream.publication],
    ["Transactions applied", number(r.totals.appliedTransactions)],
    ["Rows missing in the target", number(r.totals.missingRows)],
    ["Dead letters, left out", `${number(r.totals.deadLetters)}, ${number(r.totals.skippedChanges)}`],
    ["Errors, retries", `${number(errors)}, ${number(r.totals.retries)}`],
    ["Heap", `${bytes(r.memory.usedBytes)} of ${bytes(r.memory.maxBytes)}`],
    ["Running for", time((Date.now() - Date.parse(r.started)) / 1000)],
  ]);
}

function pairs(id, list) {
  $(id).replaceChildren(...list.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
}

function gone() {
  for (const id of ["verdict", "state"]) { $(id).dataset.tone = "ill"; }
  put("state", "no answer");
  put("headline", "No answer");
  put("detail", "The process does not answer. What stands below is what it said last.");
  document.title = "No answer · pg2any";
}

async function poll(path, take, fail, every) {
  if (!document.hidden) {
    try {
      take(await (await fetch(path)).json());
    } catch (e) {
      fail(e);
    }
  }
  setTimeout(poll, every, path, take, fail, every);
}

const CHARTS = [
  { id: "lag", value: (p) => p.lagSeconds, least: 0.1, text: time },
  { id: "rate", value: (p) => p.changesPerSecond + p.copiedRowsPerSecond, least: 10, text: (n) => `${number(n)}/s` },
];
let past = []; // the points on display

function history(points) {
  past = points;
  for (const chart of CHARTS) {
    const { top, peak } = drawChart($(`${chart.id}-chart`), points, chart.value, chart.least);
    put(`${chart.id}-top`, chart.text(top));
    put(`${chart.id}-max`, points.length ? `peak ${chart.text(peak)}` : "");
  }
}

for (const chart of CHARTS) {
  const svg = $(`${chart.id}-chart`);
  svg.addEventListener("pointermove", (event) => {
    const point = pointAt(svg, event, past);
    put(`${chart.id}-at`, point ? `${new Date(point.at * 1000).toLocaleTimeString("en-GB")} · ${chart.text(chart.value(point))}` : "");
  });
  svg.addEventListener("pointerleave", () => put(`${chart.id}-at`, ""));
}

async function change(what) {
  const answer = await fetch(`/api/${what}`, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
  if (answer.status === 401) {
    token = "";
    sessionStorage.removeItem("pg2any-token");
  }
  put("note", answer.ok ? "" : await answer.text());
  if (answer.ok) { show(await (await fetch("/api/status")).json()); }
}

$("pause").addEventListener("click", () => {
  const what = shown && shown.paused ? "resume" : "pause";
  if (token) { change(what).catch(gone); return; }
  $("ask").returnValue = "no";
  $("ask").onclose = () => {
    if ($("ask").returnValue !== "yes") { return; }
    token = $("token").value;
    $("token").value = "";
    sessionStorage.setItem("pg2any-token", token);
    change(what).catch(gone);
  };
  $("ask").showModal();
});
$("cancel").addEventListener("click", () => $("ask").close("no"));
$("filter").addEventListener("input", () => { if (shown) { tables(shown.tables); } });

poll("/api/status", show, gone, STATUS_EVERY);
poll("/api/history", history, () => {}, HISTORY_EVERY);
