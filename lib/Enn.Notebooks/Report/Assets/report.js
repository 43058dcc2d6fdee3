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
      // Few fonts have a raised T; one from another font would stand out.
      const figure = JSON.parse(place.querySelector("script").textContent.replaceAll("ᵀ", "<sup>T</sup>"));
      const live = document.createElement("div");
      // As wide as it was made, and no wider than the screen.
      live.style.maxWidth = `${figure.layout.width}px`;
      live.style.height = `${figure.layout.height}px`;
      // Panels beside each other would run into each other: on a narrow screen the figure is moved sideways instead.
      const columns = new Set(Object.keys(figure.layout).filter((key) => key.startsWith("xaxis")).map((key) => figure.layout[key].domain?.[0])).size;
      live.style.minWidth = `${columns > 1 ? Math.min(figure.layout.width, 170 * columns) : 0}px`;
      place.append(live);
      const layout = { ...figure.layout, autosize: true, modebar: { bgcolor: "transparent", color: "#8a8a8a", activecolor: "#4a8fc0" } };
      delete layout.width;
      Plotly.newPlot(live, figure.data, layout, { ...figure.config, responsive: true, displayModeBar: tools }).then(
        () => place.querySelectorAll("img, pre").forEach((still) => still.remove()),
        () => live.remove());
    }
  }
});
