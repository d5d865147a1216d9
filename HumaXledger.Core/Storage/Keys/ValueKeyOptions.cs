namespace HumaXledger.Core.Storage.Keys;

/// <summary>Rotation of the keys that values of people are sealed with.</summary>
public sealed class ValueKeyOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "ValueKeys";

    /// <summary>
    /// How long after a new key was made the old ones are destroyed at the earliest. Every node uses the new key within
    /// 20 seconds; the rest is for transactions that began before. Less than a minute only where nothing else uses the
    /// database.
    /// </summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromMinutes(10);
}
