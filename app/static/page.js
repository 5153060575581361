"use strict";
// Small comforts. Every page works without them; their buttons are `hidden` until this runs.
(() => {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // <button type="button" hidden data-print>
  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // <button type="button" hidden data-back>
  each("[data-back]", (button) => {
    button.hidden = history.length < 2;
    button.addEventListener("click", () => history.back());
  });

  // <button type="button" hidden data-copy="receipt" data-copied="Copied"> copies the text of #receipt
  const offerCopies = () => each("[data-copy][hidden]", (button) => {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.copied;
    });
  });
  offerCopies();
  document.addEventListener("htmx:afterSettle", offerCopies);

  // On a phone the trail, and the pages of a section, start one step before where we are.
  each(":is(.trail, .pages) li:is([aria-current], :has([aria-current]))", (step) => {
    const row = step.closest(".trail") ?? step.parentElement;
    const first = (step.previousElementSibling ?? step).getBoundingClientRect();
    const frame = row.getBoundingClientRect();
    const rtl = getComputedStyle(row).direction === "rtl";
    row.scrollLeft += rtl ? first.right - frame.right : first.left - frame.left;
  });

  // <ol data-ranking>: the buttons of an option move it one rank, a mouse, a pen or a finger drags it
  // by its handle to any rank, and the list follows the ranks.
  each("[data-ranking]", (list) => {
    const rows = () => [...list.children];
    const select = (row) => row.querySelector("select");
    const rank = (row) => Number(select(row).value) || Infinity;
    const paper = rows();
    const sort = () => {
      const ranked = rows().sort((a, b) => rank(a) - rank(b) || paper.indexOf(a) - paper.indexOf(b));
      if (ranked.some((row, place) => row !== list.children[place])) list.append(...ranked);
    };
    const move = (row, by) => {
      const ranked = paper.filter((one) => rank(one) < Infinity);
      const last = Math.max(0, ...ranked.map(rank));
      const wanted = rank(row) === Infinity ? (by < 0 ? Math.min(last + 1, paper.length) : Infinity) : rank(row) + by;
      if (wanted < 1) return;
      const other = ranked.find((one) => one !== row && rank(one) === wanted);
      if (other) select(other).value = select(row).value;
      select(row).value = wanted > last && rank(row) !== Infinity ? "" : wanted;
    };
    const settle = () => {
      list.dispatchEvent(new Event("change", { bubbles: true }));
      sort();
    };
    // Whoever hears the page is told where the option stands now.
    const tell = (row) => {
      const words = rank(row) < Infinity ? list.dataset.ranked : list.dataset.unranked;
      list.parentElement.querySelector("[data-moved]").textContent = words
        .replace("{option}", row.querySelector("label").textContent).replace("{rank}", rank(row));
    };
    // The dropped row is ranked where it lies, after all that is ranked above it; ties stay ties.
    const drop = (row) => {
      let place = 0, before;
      for (const one of rows().filter((one) => one === row || rank(one) < Infinity)) {
        const own = one === row ? null : rank(one);
        if (own === null || own !== before) place += 1;
        before = own;
        select(one).value = place;
      }
      settle();
    };
    const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
    // The list holds the pointer, as the row itself is moved about; near an end of the window, the
    // page moves on under it.
    const drag = (row, pointer) => {
      sort();
      const order = rows();
      const listening = new AbortController();
      let at = pointer.clientY;
      const follow = () => {
        const next = rows().find((one) => one !== row && at < middle(one)) ?? null;
        if (next !== row.nextElementSibling) list.insertBefore(row, next);
      };
      const roll = setInterval(() => {
        const end = at < 64 ? -1 : at > innerHeight - 96 ? 1 : 0;
        if (!end) return;
        scrollBy(0, 6 * end);
        follow();
      }, 16);
      const stop = () => {
        listening.abort();
        clearInterval(roll);
        row.classList.remove("dragged");
        if (rows().some((one, index) => one !== order[index])) drop(row);
      };
      const own = (act) => (event) => { if (event.pointerId === pointer.pointerId) act(event); };
      list.setPointerCapture(pointer.pointerId);
      row.classList.add("dragged");
      list.addEventListener("pointermove", own((event) => { at = event.clientY; follow(); }), listening);
      list.addEventListener("lostpointercapture", own(stop), listening);
    };
    list.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest("[data-drag]");
      if (!handle || event.button !== 0 || list.querySelector(".dragged")) return;
      event.preventDefault();
      drag(handle.closest("li"), event);
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      const row = button.closest("li");
      move(row, Number(button.dataset.move));
      settle();
      tell(row);
      button.focus();
    });
    list.querySelectorAll("[data-move]").forEach((button) => { button.hidden = false; });
    list.querySelectorAll("[data-drag]").forEach((handle) => { handle.hidden = false; });
    sort();
  });

  // <p data-marked="You ranked {marked} of {all}."> counts the ranks, or the dots, above it.
  each("[data-marked]", (line) => {
    const list = line.previousElementSibling;
    const count = () => {
      const values = [...list.querySelectorAll("select, input")].map((field) => Number(field.value) || 0);
      const budget = list.dataset.budget;
      const marked = budget ? values.reduce((sum, one) => sum + one, 0) : values.filter(Boolean).length;
      line.textContent = line.dataset.marked.replace("{marked}", marked).replace("{all}", budget ?? values.length);
    };
    for (const happens of ["input", "change"]) list.addEventListener(happens, count);
    count();
  });

  // <input data-dial data-most="1">: a slider under a number field moves it, and the field the slider.
  // What stands there lies in the middle, unless `data-most` says where the slider ends.
  const dial = (field) => {
    const number = () => Number(field.value.replace(",", "."));
    if (!(number() > 0)) return;
    const most = Number(field.dataset.most) || 2 * number();
    let places = (field.value.split(/[.,]/)[1] ?? "").length;
    while (most * 10 ** places < 50) places += 1;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: most, step: 10 ** -places, value: number() });
    slider.setAttribute("aria-label", field.labels[0].textContent);
    let waiting;
    slider.addEventListener("input", () => {
      field.value = slider.value;
      clearTimeout(waiting);
      waiting = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), 150);
    });
    slider.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("input", () => { slider.value = number(); });
    field.after(slider);
  };
  const offerDials = () => each("[data-dial]:not(:has(+ [type='range']))", dial);
  offerDials();
  document.addEventListener("htmx:afterSettle", offerDials);

  // <div hidden data-find="envelopes" data-found="…" data-none="…"> with an input and a status line:
  // shows those of the list in which a word begins like what is typed. Nothing of it is sent.
  each("[data-find]", (search) => {
    const [field, status] = search.querySelectorAll("input, [role=status]");
    const entries = [...document.getElementById(search.dataset.find).children];
    const plain = (text) => text.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
    search.hidden = false;
    field.addEventListener("input", () => {
      const typed = plain(field.value);
      entries.forEach((entry) => { entry.hidden = !` ${plain(entry.textContent)}`.includes(` ${typed}`); });
      const left = entries.filter((entry) => !entry.hidden);
      const found = left.length === 1 && plain(left[0].textContent) === typed;
      status.textContent = found ? search.dataset.found : left.length ? "" : search.dataset.none;
    });
  });

  // What takes its time says so beside its button, and for how long it has been at work.
  const working = document.getElementById("working");
  let counting;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const begun = Date.now();
    clearInterval(counting);
    counting = setInterval(() => {
      working.textContent = working.dataset.words.replace("{seconds}", Math.round((Date.now() - begun) / 1000));
      if (!working.hidden) return;
      (event.submitter ?? event.target.lastElementChild).after(working);
      working.hidden = false;
      document.getElementById("announced").textContent = working.textContent;
    }, 1000);
  });
  addEventListener("pageshow", () => { clearInterval(counting); working.hidden = true; });

  // Without the line, htmx gets no answer: say so instead of staying silent.
  const lost = document.getElementById("lost");
  document.addEventListener("htmx:sendError", () => { lost.hidden = false; });
  document.addEventListener("htmx:afterOnLoad", () => { if (!document.body.dataset.live) lost.hidden = true; });
})();
