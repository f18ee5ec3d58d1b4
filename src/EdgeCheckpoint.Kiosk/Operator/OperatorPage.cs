using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>The operators' page as HTML: forms and nothing else, so that it works on any phone.</summary>
internal sealed class OperatorPage(OperatorDesk desk, OperatorOptions options, OperatorTexts texts, TimeZoneInfo zone)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <param name="badges">Whether a staff badge opens the page too.</param>
    /// <param name="camera">Whether it may be shown to the kiosk's camera, as on the kiosk's own screen.</param>
    internal string SignIn(TimeSpan locked, bool wrong, bool badges = false, bool camera = false)
    {
        string message = locked > TimeSpan.Zero
            ? $"<p class=\"bad\" role=\"alert\">{Text("locked")} {(int)Math.Ceiling(locked.TotalSeconds)} s</p>"
            : wrong ? $"<p class=\"bad\" role=\"alert\">{Text("wrong-pin")}</p>" : "";
        string badge = !badges ? "" : $"""
            <form method="post" action="/operator/badge" class="card narrow">
              <label>{Text("badge")}<input name="badge" autocomplete="off" maxlength="2000"{(camera ? "" : " required")}></label>
              {(camera ? $"<p>{Text("badge-camera")}</p>" : "")}
              <button>{Text("sign-in-badge")}</button>
            </form>
            """;
        return Page($"""
            <form method="post" action="/operator/sign-in" class="card narrow">
              {message}
              <label>{Text("operator")}<input name="operator" autocomplete="username" maxlength="32" required></label>
              <label>{Text("pin")}<input name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" required></label>
              <button>{Text("sign-in")}</button>
            </form>
            {badge}
            """);
    }

    /// <summary>Waits for a badge before the kiosk's camera, asking again every second.</summary>
    internal string AwaitBadge() =>
        Page($"""<section class="card narrow"><p class="big" role="status">{Text("badge-waiting")}</p><a href="/operator">{Text("sign-in")}</a></section>""", """<meta http-equiv="refresh" content="1">""");

    /// <param name="outcome">Word of what the last act came to; empty for none.</param>
    internal string Desk(string name, string outcome, bool vehicles = false)
    {
        OperatorState state = desk.State;
        var body = new StringBuilder();
        if (outcome is "done" or "refused")
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"{(outcome == "done" ? "good" : "bad")}\" role=\"status\">{Text(outcome)}</p>");
        }

        Shift(body, state, name);
        Referred(body, state);
        if (vehicles)
        {
            Vehicle(body);
        }

        Calibration(body, state);
        Supplies(body, state);
        Checklist(body, state);
        body.Append(CultureInfo.InvariantCulture, $"""<form method="post" action="/operator/sign-out"><button class="quiet">{Text("sign-out")}</button></form>""");
        return Page(body.ToString());
    }

    private void Shift(StringBuilder body, OperatorState state, string name)
    {
        string now = state.Shift.Length == 0 ? Text("no-shift") : $"{Encode(state.Shift)} · {Time(state.ShiftSince)}";
        string action = state.Shift == name ? "end" : "take";
        string label = state.Shift == name ? "end-shift" : state.Shift.Length == 0 ? "take-shift" : "take-over";
        body.Append(CultureInfo.InvariantCulture, $"""
            <section class="card"><h2>{Text("shift")}</h2><p class="big">{now}</p>
            <form method="post" action="/operator/shift"><button name="action" value="{action}">{Text(label)}</button></form></section>
            """);
    }

    private void Referred(StringBuilder body, OperatorState state)
    {
        body.Append(CultureInfo.InvariantCulture, $"<section class=\"card wide\"><h2>{Text("recheck")} ({state.Referred.Count})</h2>");
        foreach (ReferredScan scan in state.Referred)
        {
            string choices = string.Concat(OperatorDesk.Dispositions.Select(d => $"<option value=\"{d}\">{Text(d)}</option>"));
            body.Append(CultureInfo.InvariantCulture, $"""
                <form method="post" action="/operator/recheck" class="row">
                  <p><b>{Time(scan.At)}</b> {string.Join(" · ", scan.Reasons.Select(Text))}</p>
                  <input type="hidden" name="scan" value="{scan.Scan}">
                  <label>{Text("clinical")} °C<input name="celsius" inputmode="decimal" maxlength="5"></label>
                  <label>{Text("disposition")}<select name="disposition">{choices}</select></label>
                  <button>{Text("save")}</button>
                </form>
                """);
        }

        body.Append(state.Referred.Count == 0 ? $"<p>{Text("nobody-waits")}</p></section>" : "</section>");
    }

    /// <summary>Plate and people of the vehicle that stands at the lane now.</summary>
    private void Vehicle(StringBuilder body) => body.Append(CultureInfo.InvariantCulture, $"""
        <section class="card"><h2>{Text("vehicle")}</h2>
        <form method="post" action="/operator/plate" class="row">
          <label>{Text("plate")}<input name="plate" maxlength="16" required></label><button>{Text("save")}</button>
        </form>
        <form method="post" action="/operator/people" class="row">
          <label>{Text("people")}<input name="people" inputmode="numeric" maxlength="2"></label><p>{Text("people-all")}</p><button>{Text("save")}</button>
        </form></section>
        """);

    private void Calibration(StringBuilder body, OperatorState state)
    {
        string due = desk.CalibrationNextDue is { } next ? Time(next) : Text("never");
        body.Append(CultureInfo.InvariantCulture, $"""
            <section class="card"><h2>{Text("calibration")}</h2>
            <p class="{(state.CalibrationReminded ? "bad" : "")}">{Text("next-due")}: {due}</p>
            <form method="post" action="/operator/calibrated" class="row">
              <label>{Text("offset")} °C<input name="offset" inputmode="decimal" maxlength="5" required></label><button>{Text("save")}</button>
            </form></section>
            """);
    }

    private void Supplies(StringBuilder body, OperatorState state)
    {
        body.Append(CultureInfo.InvariantCulture, $"<section class=\"card\"><h2>{Text("supplies")}</h2>");
        foreach (string item in options.Supplies.Keys)
        {
            bool low = desk.IsLow(item);
            body.Append(CultureInfo.InvariantCulture, $"""
                <form method="post" action="/operator/supply" class="row">
                  <p class="{(low ? "bad" : "")}"><b>{Text(item)}</b> {state.Supplies.GetValueOrDefault(item)}{(low ? " · " + Text("low") : "")}</p>
                  <input type="hidden" name="item" value="{Encode(item)}">
                  <label>{Text("change")}<input name="change" inputmode="numeric" maxlength="7" placeholder="+/-" required></label><button>{Text("save")}</button>
                </form>
                """);
        }

        body.Append("</section>");
    }

    private void Checklist(StringBuilder body, OperatorState state)
    {
        body.Append(CultureInfo.InvariantCulture, $"""
            <section class="card"><h2>{Text("readiness")} {state.Present.Count}/{options.Checklist.Length}</h2><p>{(state.CheckedAt is null ? Text("never") : Time(state.CheckedAt))}</p>
            <form method="post" action="/operator/readiness">
            """);
        foreach (string item in options.Checklist)
        {
            string there = state.Present.Contains(item) ? " checked" : "";
            body.Append(CultureInfo.InvariantCulture, $"<label class=\"tick\"><input type=\"checkbox\" name=\"present\" value=\"{Encode(item)}\"{there}>{Text("item-" + item, item)}</label>");
        }

        body.Append(CultureInfo.InvariantCulture, $"<button>{Text("save")}</button></form></section>");
    }

    private string Page(string body, string head = "") => $"""
        <!doctype html>
        <html lang="{texts.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text("title")}</title><link rel="stylesheet" href="/operator/style.css">{head}</head>
        <body><header><h1>{Text("title")}</h1></header><main>{body}</main></body></html>
        """;

    private string Time(DateTimeOffset? at) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private string Text(string word) => Encode(texts[word]);

    private string Text(string word, string otherwise) => texts[word] == word ? Encode(texts[otherwise]) : Text(word);

    private static string Encode(string text) => Encoder.Encode(text);
}
