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

  // On a phone the trail starts one step before where we are.
  each(".trail [aria-current]", (step) => {
    const trail = step.closest(".trail");
    const first = (step.previousElementSibling ?? step).getBoundingClientRect();
    const frame = trail.getBoundingClientRect();
    const rtl = getComputedStyle(trail).direction === "rtl";
    trail.scrollLeft += rtl ? first.right - frame.right : first.left - frame.left;
  });

  // Without the line, htmx gets no answer: say so instead of staying silent.
  const lost = document.getElementById("lost");
  document.addEventListener("htmx:sendError", () => { lost.hidden = false; });
  document.addEventListener("htmx:afterOnLoad", () => { if (!document.body.dataset.live) lost.hidden = true; });
})();
