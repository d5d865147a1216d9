using System.ComponentModel.DataAnnotations;
using HumaXledger.Core.Storage.Activity;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>How many days personal data is kept. Data that is still in use is kept longer.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Retention";

    /// <summary>Messages of Huma's webhook. The results for the people in them are kept.</summary>
    [Range(1, 3650)]
    public int RawMessagesDays { get; set; } = 30;

    /// <summary>
    /// The contents of comparisons. Exempt are the newest one of each connection and those under review or being
    /// written.
    /// </summary>
    [Range(1, 3650)]
    public int ComparisonContentsDays { get; set; } = 30;

    /// <summary>
    /// Names and values in the history of changes; kept when not set. Time, field and id of each change are kept in any
    /// case.
    /// </summary>
    [Range(30, 36500)]
    public int? PersonHistoryDays { get; set; }

    /// <summary>
    /// Entries of the activity log, removed from the oldest on and recorded by an entry of their own; kept when not
    /// set. At least a year, because audits look at a whole year.
    /// </summary>
    [Range(365, 36500)]
    public int? ActivityDays { get; set; }

    /// <summary>
    /// The shortest time that <c>ActivityDays</c> ever had, to be set when it is lengthened or removed. The check of
    /// the activity log calls a cut broken that neither of the two explains.
    /// </summary>
    [Range(365, 36500)]
    public int? ActivityDaysBefore { get; set; }

    /// <summary>What the check of the activity log takes for a cut by retention.</summary>
    /// <param name="now">UTC.</param>
    public CutRule CutRuleAt(DateTime now) =>
        new(ActivityDaysBefore < ActivityDays || ActivityDays is null ? ActivityDaysBefore : ActivityDays, now);

    /// <summary>
    /// Links, baselines, names, values and everything read for a connection, counted from the day the connection was
    /// ended. The history of acts is kept.
    /// </summary>
    [Range(1, 36500)]
    public int EndedConnectionsDays { get; set; } = 365;

    /// <summary>
    /// Set-ups that were begun and not finished, counted from the last answer. The verified token and secret in them
    /// are kept for an hour.
    /// </summary>
    [Range(1, 365)]
    public int SetupDraftsDays { get; set; } = 30;
}
