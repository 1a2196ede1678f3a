// Minutes used by a slot, in words. Nothing rings and nothing blocks.

const EVERY = 15_000;

export function runClocks() {
  const clocks = [...document.querySelectorAll("[data-clock]")];
  const follow = () => clocks.forEach(show);
  if (clocks.length) {
    follow();
    window.setInterval(follow, EVERY);
  }
}

// The server's moment stands in the page: a demonstration may hold another day, a laptop a wrong clock.
function show(clock) {
  const began = Date.parse(clock.dataset.began);
  const ahead = clock.dataset.now ? Date.parse(clock.dataset.now) - performance.timeOrigin : 0;
  const used = Math.max(0, Math.floor((Date.now() + ahead - began) / 60_000));
  const minutes = Number(clock.dataset.minutes);
  clock.textContent = used <= minutes
    ? `${used} of ${minutes} minutes used.`
    : `${used} minutes used, ${used - minutes} more than planned.`;
}
