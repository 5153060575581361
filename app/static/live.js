"use strict";
// Live parts. <body data-live="/live?topics=poll-7"> names a stream of events; the name of an event
// is a topic, its data the new HTML inside every [data-topic="…"] of that name.
(() => {
  const lost = document.getElementById("lost");
  const parts = (topic) => document.querySelectorAll(`[data-topic="${CSS.escape(topic)}"]`);
  const heard = new Set();
  let stream;

  // A part someone is typing or choosing in is left alone; the news is shown below it.
  const changed = (field) =>
    field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].some((o) => o.selected !== o.defaultSelected)
        : field.value !== field.defaultValue;
  const inUse = (part) =>
    [...part.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .some((field) => field === document.activeElement || changed(field));

  function replace(part, html) {
    let news = part.nextElementSibling?.matches(".newer") ? part.nextElementSibling : null;
    if (!inUse(part)) {
      news?.remove();
      return htmx.swap(part, html, { swapStyle: "innerHTML" });
    }
    if (!news) {
      news = Object.assign(document.createElement("div"), { className: "newer" });
      news.setAttribute("role", "status");
      part.after(news);
    }
    const copy = new DOMParser().parseFromString(html, "text/html").body;
    copy.querySelectorAll("form").forEach((form) => form.remove());
    copy.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
    news.replaceChildren(...copy.childNodes);
  }

  function listen() {
    document.querySelectorAll("[data-topic]").forEach(({ dataset: { topic } }) => {
      if (heard.has(topic)) return;
      heard.add(topic);
      stream.addEventListener(topic, (event) =>
        parts(topic).forEach((part) => replace(part, event.data)));
    });
  }

  // What happened while the line was down is in the page as it stands now.
  async function reload() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("[data-topic]").forEach((fresh) =>
      parts(fresh.dataset.topic).forEach((part) => replace(part, fresh.innerHTML)));
  }

  function connect() {
    heard.clear();
    stream = new EventSource(document.body.dataset.live);
    stream.onopen = () => {
      if (!lost.hidden) reload().catch(() => {});
      lost.hidden = true;
    };
    stream.onerror = () => {
      lost.hidden = false;
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    };
    listen();
  }

  document.addEventListener("htmx:afterSettle", listen);
  connect();
})();
