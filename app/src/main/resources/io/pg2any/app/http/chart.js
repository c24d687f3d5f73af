"use strict";

const WIDTH = 600, HEIGHT = 110, HEADROOM = 10, SPAN = 15 * 60;

// A small area chart, fifteen minutes wide. A rare peak does not press all the rest flat: it leaves at the top, and what it was stands beside.
// Returns what its top stands for and the highest value.
function drawChart(svg, points, value, least) {
  const end = points.length ? points[points.length - 1].at : 0;
  const values = points.map(value);
  const peak = Math.max(0, ...values);
  const top = Math.max(least, Math.min(peak, 1.6 * usual(values)));
  const x = (p) => WIDTH - (end - p.at) / SPAN * WIDTH;
  const y = (v) => HEIGHT - 1 - Math.min(1.05, v / top) * (HEIGHT - HEADROOM);
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  const parts = [0, 0.5, 1].map((level) => shape("line", { class: "grid", x1: 0, x2: WIDTH, y1: y(level * top), y2: y(level * top) }));
  if (points.length > 1) {
    const line = points.map((p) => `${x(p).toFixed(1)},${y(value(p)).toFixed(1)}`).join(" L");
    parts.push(shape("path", { class: "area", d: `M${x(points[0]).toFixed(1)},${HEIGHT} L${line} L${WIDTH},${HEIGHT} Z` }));
    parts.push(shape("path", { class: "line", d: "M" + line }));
  }
  svg.replaceChildren(...parts);
  return { top, peak };
}

// What 97 of 100 values do not exceed.
function usual(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) * 0.97)] : 0;
}

// The point of the time that the pointer stands over; null: there is none.
function pointAt(svg, event, points) {
  const box = svg.getBoundingClientRect();
  const end = points.length ? points[points.length - 1].at : 0;
  const at = end - (1 - (event.clientX - box.left) / box.width) * SPAN;
  const nearest = points.reduce((best, p) => !best || Math.abs(p.at - at) < Math.abs(best.at - at) ? p : best, null);
  return nearest && Math.abs(nearest.at - at) < SPAN / 60 ? nearest : null;
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, text] of Object.entries(attributes)) {
    element.setAttribute(key, text);
  }
  return element;
}
