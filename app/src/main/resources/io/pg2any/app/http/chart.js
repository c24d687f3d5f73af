"use strict";

// A small area chart without axes: fifteen minutes wide, as high as its highest value.
function drawChart(svg, points, value, least) {
  const width = 600, height = 110, span = 15 * 60;
  const end = points.length ? points[points.length - 1].at : 0;
  const top = Math.max(least, ...points.map(value));
  const x = (p) => width - (end - p.at) / span * width;
  const y = (p) => height - 1 - (value(p) / top) * (height - 10);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  const parts = [];
  for (const level of [0, 0.5, 1]) {
    const at = height - 1 - level * (height - 10);
    parts.push(shape("line", { class: "grid", x1: 0, x2: width, y1: at, y2: at }));
  }
  if (points.length > 1) {
    const line = points.map((p) => `${x(p).toFixed(1)},${y(p).toFixed(1)}`).join(" L");
    parts.push(shape("path", { class: "area", d: `M${x(points[0]).toFixed(1)},${height} L${line} L${width},${height} Z` }));
    parts.push(shape("path", { class: "line", d: "M" + line }));
  }
  svg.replaceChildren(...parts);
  return top;
}

function shape(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, text] of Object.entries(attributes)) {
    element.setAttribute(key, text);
  }
  return element;
}
