"use strict";
(() => {
  const bar = document.querySelector(".toolbar");
  if (!bar) return;
  const say = bar.querySelector("[role=status]");
  bar.hidden = false;
  const help = document.querySelector("#help");
  const press = (what) => {
    if (what === "help") return help.open ? help.close() : help.showModal();
    const on = document.body.classList.toggle("hide-" + what);
    bar.querySelector("[data-do=" + what + "]").setAttribute("aria-pressed", String(on));
    if (what === "sides") sides(on);
  };
  for (const button of bar.querySelectorAll("button")) button.addEventListener("click", () => press(button.dataset.do));
  const sides = (on) => {
    for (const diff of document.querySelectorAll(".step .diff, .history .diff")) {
      if (!on) {
        diff.replaceChildren(...[...diff.children].map((part) => (part.className === "pair" ? part.lastElementChild : part)));
        continue;
      }
      for (const paragraph of [...diff.children]) {
        if (paragraph.className === "pair") continue;
        const old = paragraph.cloneNode(true);
        for (const node of old.querySelectorAll("[id]")) node.removeAttribute("id");
        const pair = document.createElement("div");
        pair.className = "pair";
        paragraph.replaceWith(pair);
        pair.append(old, paragraph);
      }
    }
  };
  const visible = (node) => node.getClientRects().length > 0;
  let at = null;
  const go = (selector, way) => {
    const all = [...document.querySelectorAll(selector)].filter(visible);
    if (!all.length) return;
    const line = window.innerHeight / 3;
    let place = all.indexOf(at);
    if (place < 0) {
      const below = all.findIndex((node) => node.getBoundingClientRect().top > line);
      place = way > 0 ? (below < 0 ? all.length - 1 : below) : (below < 0 ? all.length : below) - 1;
    } else {
      place += way;
    }
    if (place < 0 || place >= all.length) {
      say.textContent = way > 0 ? "That was the last." : "That was the first.";
      return;
    }
    if (at) at.classList.remove("here");
    at = all[place];
    at.classList.add("here");
    at.setAttribute("tabindex", "-1");
    at.scrollIntoView({ block: "center" });
    at.focus({ preventScroll: true });
    say.textContent = place + 1 + " of " + all.length;
  };
  const edits = "#pair ins, #pair del, .history ins, .history del, .variant ins, .variant del";
  const keys = { n: [edits, 1], p: [edits, -1], j: [".step, .history", 1], k: [".step, .history", -1] };
  const toggles = { m: "minor", s: "sides", c: "context" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "?") press("help");
    else if (help.open) return;
    else if (event.key in keys) go(...keys[event.key]);
    else if (event.key in toggles) press(toggles[event.key]);
  });
  document.addEventListener("compared", () => {
    at = null;
    if (document.body.classList.contains("hide-sides")) sides(true);
  });
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", () => {
    for (const node of document.querySelectorAll("details.variants, details.copy")) node.open = true;
  });
  if (location.hash) open();
})();
