// The risk as a ring: how full it is shows the number in it. Where no flag is raised it holds the badge's sign instead.

import { svg } from "../ui/dom.js";

const RADIUS = 34;
const TURN = 2 * Math.PI * RADIUS;

/**
 * @param {number} risk 0 to 100
 * @param {string} sign "" for the number
 * @param {import("../i18n.js").Message} message
 * @returns {SVGElement}
 */
export function gauge(risk, sign, message) {
  const ring = { cx: 40, cy: 40, r: RADIUS };
  const value = svg("circle", {
    ...ring,
    class: "value",
    "stroke-dasharray": `${(risk / 100) * TURN} ${TURN}`,
    transform: "rotate(-90 40 40)",
  });
  const number = [
    svg("text", { x: 40, y: 46 }, new Text(String(risk))),
    svg("text", { x: 40, y: 58, class: "of" }, new Text(message("popup_of_100"))),
  ];
  return svg(
    "svg",
    { class: "gauge", viewBox: "0 0 80 80", role: "img", "aria-label": message("popup_risk", risk) },
    svg("circle", { ...ring, class: "track" }),
    ...(risk > 0 ? [value] : []),
    ...(sign ? [svg("text", { x: 40, y: 51, class: "sign" }, new Text(sign))] : number),
  );
}
