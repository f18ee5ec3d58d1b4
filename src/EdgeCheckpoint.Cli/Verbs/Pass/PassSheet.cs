using System.Globalization;
using System.Net;
using System.Text;
using EdgeCheckpoint.Hardware.Qr;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Passes as an HTML page for print: A4, ten to a sheet, the codes as vector drawings. Name-free, and everything from a file escaped.</summary>
internal sealed class PassSheet(TextWriter output, string title)
{
    private const int PerSheet = 10;
    private int _count;

    public void Begin() => output.Write($$"""
        <!doctype html>
        <html><head><meta charset="utf-8"><title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        @page { size: A4; margin: 10mm }
        body { margin: 0; font: 9pt sans-serif; color: #000; background: #fff }
        .sheet { display: grid; grid-template-columns: 1fr 1fr; grid-template-rows: repeat(5, 54mm); break-after: page }
        .pass { display: grid; grid-template-columns: 44mm 1fr; gap: 3mm; align-items: center; padding: 3mm; border: .2mm dashed #999; overflow: hidden; break-inside: avoid }
        svg { width: 44mm; height: 44mm } h2 { margin: 0 0 2mm; font-size: 12pt } p { margin: 0 0 1mm }
        </style></head><body>

        """);

    public void Add(PrintedPass pass)
    {
        output.Write(_count % PerSheet == 0 ? (_count == 0 ? "" : "</div>\n") + "<div class=\"sheet\">\n" : "");
        _count++;
        output.Write($"<div class=\"pass\">{Drawing(QrWriter.Encode(pass.Text))}<div><h2>{Text(title)}</h2><p>{Text(KindName(pass.Kind))}</p>");
        output.Write($"<p>{Text(pass.Subject)}</p><p>有效期至 valid until<br>{Text(pass.ExpiresAt)}</p><p>No. {Text(pass.Id)}</p></div></div>\n");
    }

    public void End() => output.Write(_count == 0 ? "</body></html>\n" : "</div>\n</body></html>\n");

    private static string Text(string text) => WebUtility.HtmlEncode(Core.Credential.SafeText.Of(text));

    private static string KindName(string kind) => kind switch
    {
        "personal" => "个人码 personal code",
        "exit" => "出入证 exit pass",
        "visitor" => "访客登记 visitor",
        "freight" => "货运通行证 freight pass",
        "staff" => "工作证 staff",
        _ => kind,
    };

    /// <summary>One path, a run of dark modules at a time.</summary>
    private static string Drawing(QrMatrix code)
    {
        int side = code.Side + (2 * QrMatrix.QuietZone);
        StringBuilder path = new();
        for (int y = 0; y < code.Side; y++)
        {
            for (int x = 0; x < code.Side; x++)
            {
                int start = x;
                while (x < code.Side && code[x, y])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start + QrMatrix.QuietZone} {y + QrMatrix.QuietZone}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return $"<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>";
    }
}

/// <summary>One issued pass.</summary>
/// <param name="Subject">The issuer's pseudonym; it tells the distributor whose pass it is.</param>
/// <param name="Text">The text of its code.</param>
internal readonly record struct PrintedPass(string Kind, string Id, string Subject, string ExpiresAt, string Text);
