using System.Globalization;
using HumaXledger.Portal.Components.Shared;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>Time spans as text.</summary>
public static class TimeSpans
{
    /// <summary>A time span, no finer than useful: "0.8 s", "42 s", "3 min 20 s", "5 h 12 min", "2 d 4 h".</summary>
    public static string Span(this IStringLocalizer<SharedText> words, TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 9.95 } => words[
                "Span.Seconds",
                Math.Max(0, span.TotalSeconds).ToString("0.0", CultureInfo.CurrentCulture)
            ],
            { TotalSeconds: < 60 } => words["Span.Seconds", $"{(int)span.TotalSeconds}"],
            { TotalMinutes: < 60 } => words["Span.Minutes", (int)span.TotalMinutes, span.Seconds],
            { TotalHours: < 24 } => words["Span.Hours", (int)span.TotalHours, span.Minutes],
            _ => words["Span.Days", (int)span.TotalDays, span.Hours],
        };
}
