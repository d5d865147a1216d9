using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>How long what holds personal data is kept. What is still needed is kept longer.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Messages of Huma's webhook as they came.</summary>
    [Range(1, 3650)]
    public int RawMessagesDays { get; set; } = 30;

    /// <summary>
    /// What comparisons read of both systems. The newest of each connection stays, and so does what is being decided on
    /// or carried out.
    /// </summary>
    [Range(1, 3650)]
    public int ComparisonContentsDays { get; set; } = 30;

    /// <summary>
    /// Names and values of people's changes; without it they are kept. What was changed when stays in numbers.
    /// </summary>
    [Range(30, 36500)]
    public int? PersonHistoryDays { get; set; }

    /// <summary>
    /// Entries of the activity log; without it they are kept. At least a year: what was done is asked about when the
    /// year is audited.
    /// </summary>
    [Range(365, 36500)]
    public int? ActivityDays { get; set; }

    /// <summary>
    /// After a connection was ended: links, agreed values, names and values of its people, and all that was read for
    /// it.
    /// </summary>
    [Range(1, 36500)]
    public int EndedConnectionsDays { get; set; } = 365;
}
