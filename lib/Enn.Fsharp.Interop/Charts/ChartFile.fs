namespace Enn.Interop

open System
open System.ComponentModel
open System.Diagnostics
open System.IO

/// <summary>Charts as picture files, for pages that show no live ones.</summary>
[<AutoOpen>]
module ChartFile =
    [<Literal>]
    let private Patience = 60_000

    let private browsers = [ "chromium"; "chromium-browser"; "google-chrome" ]

    let private browser () =
        let folders = (string (Environment.GetEnvironmentVariable "PATH")).Split Path.PathSeparator
        [ for program in browsers do for folder in folders -> Path.Combine(folder, program) ]
        |> List.tryFind File.Exists
        |> Option.defaultWith (fun () -> raise (IOException "a picture in PNG needs Chromium, which is not on PATH (Debian: apt-get install chromium); Chart.saveSvg needs nothing"))

    /// A page of its own size, drawn twice as fine.
    let private photograph (page: string) (width: int) (height: int) (picture: string) =
        let folder = Path.GetDirectoryName page
        let arguments =
            [ "--headless"; "--disable-gpu"; "--hide-scrollbars"; "--force-device-scale-factor=2"; $"--user-data-dir={folder}/profile"
              $"--window-size={width},{height}"; $"--screenshot={picture}"
              // Root, as in a container, has no sandbox.
              if Environment.UserName = "root" then
                  "--no-sandbox"
              Uri(page).AbsoluteUri ]
        let start = ProcessStartInfo(browser (), arguments, RedirectStandardError = true, RedirectStandardOutput = true)
        use chromium = Process.Start start
        let errors = chromium.StandardError.ReadToEndAsync()
        chromium.StandardOutput.ReadToEndAsync() |> ignore
        if not (chromium.WaitForExit Patience) then chromium.Kill true
        if not (File.Exists picture) then raise (IOException $"Chromium drew no picture: {errors.Result.Trim()}")

    module Chart =
        /// <summary>Writes the static picture, in SVG.</summary>
        /// <exception cref="T:System.IO.IOException">The file cannot be written.</exception>
        let saveSvg (path: string) (chart: Chart) = File.WriteAllText(path, chart.Svg)

        /// <summary>Writes the static picture on white, in PNG, two pixels for each of the chart's. Chromium draws it.</summary>
        /// <exception cref="T:System.IO.IOException">There is no Chromium on PATH, or the file cannot be written.</exception>
        let savePng (path: string) (chart: Chart) =
            let folder = Directory.CreateTempSubdirectory("enn-chart-").FullName
            try
                let page, picture = Path.Combine(folder, "chart.html"), Path.Combine(folder, "chart.png")
                File.WriteAllText(page, $"<!DOCTYPE html><style>svg{{display:block}}</style><body style=\"margin:0;background:white\">{chart.Svg}</body>")
                photograph page chart.Figure.Width chart.Figure.Height picture
                File.Copy(picture, path, true)
            finally
                Directory.Delete(folder, true)
