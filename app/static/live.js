"use strict";
// Live parts. <body data-live="/live?topics=poll-7"> names a stream of events; the name of an event
// is a topic, its data the new HTML inside every [data-topic="…"] of that name. What is personal
// asks for itself when its topic has changed: hx-get="…" hx-trigger="poll-7 from:body".
(() => {
  const lost = document.getElementById("lost");
  const parts = (topic) => [...document.querySelectorAll(`[data-topic="${CSS.escape(topic)}"]`)];
  const named = new URL(document.body.dataset.live, location).searchParams.get("topics").split(",");
  const shown = () => [...document.querySelectorAll("[data-topic]")].map((part) => part.dataset.topic);
  let stream, heard;

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

  // The stream begins with how things stand, which the page mostly shows already.
  const words = (part) => part.innerHTML.replace(/\s+/g, " ").trim();
  function differs(part, html) {
    const fresh = part.cloneNode(false);
    fresh.innerHTML = html;
    return words(fresh) !== words(part);
  }

  function tell(topic, html) {
    const stale = parts(topic).filter((part) => differs(part, html));
    stale.forEach((part) => replace(part, html));
    if (stale.length) htmx.trigger(document.body, topic);
  }

  // What happened while the line was down is in the page as it stands now.
  async function reload() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelectorAll("[data-topic]").forEach((fresh) => tell(fresh.dataset.topic, fresh.innerHTML));
  }

  function connect() {
    stream?.close();
    heard = new Set([...named, ...shown()]);
    stream = new EventSource(`/live?topics=${[...heard].join(",")}`);
    heard.forEach((topic) => stream.addEventListener(topic, ({ data }) => tell(topic, data)));
    stream.onopen = () => {
      if (!lost.hidden) reload().catch(() => {});
      lost.hidden = true;
    };
    stream.onerror = () => {
      lost.hidden = false;
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    };
  }

  // Who does not see that the page has become another (a vote was closed) is told how things stand.
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id !== "main") return;
    document.getElementById("announced").textContent = target.querySelector(".state")?.textContent.trim() ?? "";
  });

  // News may bring a part with a topic of its own.
  document.addEventListener("htmx:afterSettle", () => {
    if (shown().some((topic) => !heard.has(topic))) connect();
  });
  connect();
})();
