"use strict";
/* Compares any two revisions of this file word by word. Consecutive ones are shown as they were compared before,
   with kinds and moves; what is compared here says only what went and what came. */
(() => {
  const form = document.querySelector("#choose");
  if (!form) return;
  const held = JSON.parse(document.querySelector("#revisions").textContent);
  const [from, to] = form.querySelectorAll("select");
  const shown = document.querySelector("#pair");
  const whole = [...shown.childNodes];
  const MOST = 1200; // edits; beyond it a passage is shown as replaced

  const segmenter = self.Intl && Intl.Segmenter ? new Intl.Segmenter(held.lang || undefined, { granularity: "word" }) : null;
  const words = (text) =>
    segmenter ? Array.from(segmenter.segment(text), (part) => part.segment) : text.match(/[\p{L}\p{N}]+|\s+|./gsu) || [];

  /* Pairs (place in a, place in b) of a longest common subsequence, after Myers (1986); null where too much differs. */
  const common = (a, b) => {
    let start = 0, enda = a.length, endb = b.length;
    while (start < enda && start < endb && a[start] === b[start]) start++;
    while (enda > start && endb > start && a[enda - 1] === b[endb - 1]) { enda--; endb--; }
    const middle = between(a.slice(start, enda), b.slice(start, endb));
    if (!middle) return null;
    const pairs = [];
    for (let i = 0; i < start; i++) pairs.push([i, i]);
    for (const [i, j] of middle) pairs.push([i + start, j + start]);
    for (let i = enda, j = endb; i < a.length; i++, j++) pairs.push([i, j]);
    return pairs;
  };
  const between = (a, b) => {
    const limit = Math.min(a.length + b.length, MOST), size = limit + 1;
    const ends = new Int32Array(2 * size + 1), trace = [];
    for (let d = 0; d <= limit; d++) {
      trace.push(ends.slice(size - d - 1, size + d + 2));
      for (let k = -d; k <= d; k += 2) {
        let x = k === -d || (k !== d && ends[size + k - 1] < ends[size + k + 1]) ? ends[size + k + 1] : ends[size + k - 1] + 1;
        while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
        ends[size + k] = x;
        if (x >= a.length && x - k >= b.length) return back(a, b, trace, d);
      }
    }
    return null;
  };
  const back = (a, b, trace, steps) => {
    const pairs = [];
    let x = a.length, y = b.length;
    for (let d = steps; d >= 0; d--) {
      const at = (k) => trace[d][k + d + 1], k = x - y;
      const last = d && (k === -d || (k !== d && at(k - 1) < at(k + 1)) ? k + 1 : k - 1);
      const px = d ? at(last) : 0, py = px - last;
      while (x > px && y > py && x && y) pairs.push([--x, --y]);
      if (d) { x = px; y = py; }
    }
    return pairs.reverse();
  };

  /* Runs [sign, text] with sign "=", "-" or "+"; what is only white space or a mark between two edits joins them. */
  const runs = (old, now) => {
    const a = words(old), b = words(now), pairs = common(a, b);
    if (!pairs) return [["-", old], ["+", now]];
    const found = [];
    let i = 0, j = 0;
    const put = (sign, text) => {
      if (!text) return;
      const last = found[found.length - 1];
      if (last && last[0] === sign) last[1] += text; else found.push([sign, text]);
    };
    for (const [x, y] of [...pairs, [a.length, b.length]]) {
      put("-", a.slice(i, x).join(""));
      put("+", b.slice(j, y).join(""));
      if (x < a.length) put("=", a[x]);
      i = x + 1; j = y + 1;
    }
    return joined(found);
  };
  const joined = (found) => {
    const done = [];
    for (let at = 0; at < found.length; ) {
      if (found[at][0] === "=") { done.push(found[at++]); continue; }
      let old = "", now = "";
      for (; at < found.length; at++) {
        const [sign, text] = found[at];
        if (sign === "=" && (/[\p{L}\p{N}]/u.test(text) || at === found.length - 1)) break;
        if (sign !== "+") old += text;
        if (sign !== "-") now += text;
      }
      if (old) done.push(["-", old]);
      if (now) done.push(["+", now]);
    }
    return done;
  };

  /* Equal paragraphs first; between them those that share most words, in their order. */
  const alike = (one, other) => {
    const left = new Map();
    for (const word of one) left.set(word, (left.get(word) || 0) + 1);
    let shared = 0;
    for (const word of other) if (left.get(word) > 0) { shared++; left.set(word, left.get(word) - 1); }
    return (2 * shared) / (one.length + other.length || 1);
  };
  const paragraphs = (old, now) => {
    const rows = [];
    let i = 0, j = 0;
    for (const [x, y] of [...(common(old, now) || []), [old.length, now.length]]) {
      rows.push(...paired(old.slice(i, x), now.slice(j, y)));
      if (x < old.length) rows.push([["=", held.paragraphs[old[x]]]]);
      i = x + 1; j = y + 1;
    }
    return rows;
  };
  const paired = (old, now) => {
    const told = (list) => list.map((number) => words(held.paragraphs[number]).filter((word) => /[\p{L}\p{N}]/u.test(word)));
    const a = told(old), b = told(now), best = [];
    for (let i = old.length; i >= 0; i--) {
      best[i] = [];
      for (let j = now.length; j >= 0; j--) {
        if (i === old.length || j === now.length) { best[i][j] = [0, ""]; continue; }
        const share = alike(a[i], b[j]), both = best[i + 1][j + 1][0] + share;
        const way = best[i + 1][j][0] >= best[i][j + 1][0] ? [best[i + 1][j][0], "-"] : [best[i][j + 1][0], "+"];
        best[i][j] = share >= 0.4 && both > way[0] ? [both, "~"] : way;
      }
    }
    const rows = [];
    let i = 0, j = 0;
    while (i < old.length || j < now.length) {
      const way = i === old.length ? "+" : j === now.length ? "-" : best[i][j][1];
      if (way === "~") rows.push(runs(held.paragraphs[old[i++]], held.paragraphs[now[j++]]));
      else if (way === "+") rows.push([["+", held.paragraphs[now[j++]]]]);
      else rows.push([["-", held.paragraphs[old[i++]]]]);
    }
    return rows;
  };

  /* Text only, never markup; hidden characters as labels. */
  const HIDDEN = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\u{e0000}-\u{e007f}])/u;
  const node = (tag, style, ...inner) => {
    const made = document.createElement(tag);
    if (style) made.className = style;
    if (style === "vh") made.dir = "ltr"; // else its words would give a paragraph of Arabic their own direction
    made.append(...inner);
    return made;
  };
  const visible = (text) =>
    text.split(HIDDEN).map((part, place) =>
      place % 2 ? node("span", "hidden-char", "U+" + part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")) : part);
  const NAMES = { "-": ["del", "[removed: "], "+": ["ins", "[added: "] };
  const drawn = ([sign, text]) =>
    sign === "=" ? visible(text) : [node(NAMES[sign][0], "", node("span", "vh", NAMES[sign][1]), ...visible(text), node("span", "vh", "]"))];
  const line = (tag, row) => {
    const made = node(tag, "", ...row.flatMap(drawn));
    made.dir = "auto";
    if (held.lang) made.lang = held.lang;
    return made;
  };
  const compared = (old, now) => {
    const parts = [];
    for (const field of Object.keys(now.fields)) {
      if (old.fields[field] === now.fields[field]) continue;
      parts.push(node("p", "field", node("span", "field-name", field), " ", line("span", runs(old.fields[field], now.fields[field]))));
    }
    const diff = node("div", "diff");
    let same = 0;
    const skip = () => { if (same) diff.append(node("p", "skipped", same + (same > 1 ? " paragraphs" : " paragraph") + " unchanged")); same = 0; };
    for (const row of paragraphs(old.text, now.text)) {
      if (row.length === 1 && row[0][0] === "=") { same++; continue; }
      skip();
      diff.append(line("p", row));
    }
    skip();
    const note = node("p", "quiet", "Compared in this page, word by word; moves and kinds are told between neighbours only.");
    return [...parts, diff, note];
  };

  const choose = () => {
    const step = document.getElementById(held.anchor + "-r" + to.value);
    const first = from.options[0].value, last = to.options[to.options.length - 1].value;
    const neighbours = step && step.dataset.before === from.value;
    if (from.value === to.value) shown.replaceChildren(node("p", "quiet", "The same revision on both sides."));
    else if (neighbours) shown.replaceChildren(...[...step.children].slice(1).map(copied));
    else if (from.value === first && to.value === last) shown.replaceChildren(...whole);
    else shown.replaceChildren(...compared(held.revisions[from.value], held.revisions[to.value]));
    document.dispatchEvent(new Event("compared"));
  };
  const copied = (part) => {
    const copy = part.cloneNode(true);
    for (const named of [copy, ...copy.querySelectorAll("[id]")]) named.removeAttribute("id");
    for (const pair of copy.querySelectorAll(".pair")) pair.replaceWith(pair.lastElementChild);
    return copy;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", choose);
  form.querySelector("button").addEventListener("click", () => {
    [from.value, to.value] = [to.value, from.value];
    choose();
  });
  document.addEventListener("choose", (event) => {
    [from.value, to.value] = event.detail;
    choose();
  });
})();
