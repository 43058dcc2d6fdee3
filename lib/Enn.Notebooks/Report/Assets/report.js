// Makes the static pages live: equations from their TeX, figures from their data. Without a library the page stays as it was written.
document.addEventListener("DOMContentLoaded", () => {
  if (window.katex) {
    for (const place of document.querySelectorAll(".math")) {
      const tex = place.textContent.trim().replace(/^\\[([]|\\[)\]]$/g, "");
      katex.render(tex, place, { displayMode: place.matches("div, .display"), throwOnError: false });
    }
  }
  if (window.Plotly) {
    // On a touch screen the tools would always be in the way; two fingers zoom there, a double tap resets.
    const tools = matchMedia("(hover: hover)").matches ? "hover" : false;
    for (const place of document.querySelectorAll("figure.chart")) {
      const figure = JSON.parse(place.querySelector("script").textContent);
      const live = document.createElement("div");
      // As wide as it was made, and no wider than the screen.
      live.style.maxWidth = `${figure.layout.width}px`;
      live.style.height = `${figure.layout.height}px`;
      place.append(live);
      const layout = { ...figure.layout, autosize: true, modebar: { bgcolor: "transparent", color: "#8a8a8a", activecolor: "#4a8fc0" } };
      delete layout.width;
      Plotly.newPlot(live, figure.data, layout, { ...figure.config, responsive: true, displayModeBar: tools }).then(
        () => place.querySelectorAll("img, pre").forEach((still) => still.remove()),
        () => live.remove());
    }
  }
});
