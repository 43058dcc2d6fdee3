namespace Enn.Interop

open System
open System.Net
open System.Security.Cryptography
open System.Text

/// Settings of the live charts on a page.
[<AbstractClass; Sealed>]
type ChartSettings private () =
    /// <summary>
    /// Where plotly.js lies, relative to the base URL of the Jupyter server: <c>kernelspecs/enn-fsharp/plotly.min.js</c>, a file in the kernelspec's folder.
    /// A page that no server made, such as a report, looks for a file of the same name beside itself.
    /// </summary>
    static member val PlotlyUrl = "kernelspecs/enn-fsharp/plotly.min.js" with get, set

/// A figure as HTML: the static picture, which a script replaces by the live chart where scripts may run and plotly.js is found. Nothing is loaded from elsewhere.
module internal ChartHtml =
    /// Twelve hexadecimal digits that stand for a content.
    let hash (content: string) = (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes content)))[..11]

    // The library is loaded once a page. Jupyter's base URL stands in the page's data (Notebook 6: body, Lab and Notebook 7: jupyter-config-data).
    let private script =
        "(function(id,path,figure){"
        + "function base(){var body=document.body.dataset.baseUrl;if(body)return body;"
        + "var config=document.getElementById('jupyter-config-data');return config?JSON.parse(config.textContent).baseUrl:null;}"
        + "function load(urls){return urls.reduce(function(before,url){return before.catch(function(){return new Promise(function(done,failed){"
        + "var node=document.createElement('script');node.src=url;node.onload=function(){window.Plotly?done(window.Plotly):failed();};node.onerror=failed;"
        + "document.head.appendChild(node);});});},Promise.reject());}"
        + "if(!window.ennPlotly)window.ennPlotly=window.Plotly?Promise.resolve(window.Plotly):"
        + "load((base()?[base()+path]:[]).concat([path.split('/').pop()]));"
        + "window.ennPlotly.then(function(plotly){"
        + "document.querySelectorAll('[data-enn-chart=\"'+id+'\"]:not([data-live])').forEach(function(place){"
        + "place.dataset.live='';var still=place.querySelector('img'),live=document.createElement('div');place.appendChild(live);"
        + "plotly.newPlot(live,figure.data,figure.layout,figure.config).then(function(){if(still)still.remove();},"
        + "function(){live.remove();});});},function(){});})"

    let write (figure: Figure) (description: string) (json: string) (svg: string) =
        let id = hash json
        let source = "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes svg)
        let alt = WebUtility.HtmlEncode description
        let path = Json.text ChartSettings.PlotlyUrl
        String.concat
            ""
            [ $"<div data-enn-chart=\"{id}\" style=\"max-width:100%%;overflow-x:auto\">"
              $"<img alt=\"{alt}\" width=\"{figure.Width}\" height=\"{figure.Height}\" style=\"max-width:100%%;height:auto\" src=\"{source}\"/></div>"
              $"<script>{script}(\"{id}\",{path.ToJsonString()},{json});</script>" ]
