namespace HumaXledger.Core.Storage.Keys;

/// <summary>Rotation of the keys that values of people are sealed with.</summary>
public sealed class ValueKeyOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "ValueKeys";

    // A node of the version before rows were bound keeps its key as long as it runs, and other nodes cannot see that.
    private static readonly TimeSpan BindingSettlesFor = TimeSpan.FromDays(1);

    /// <summary>
    /// How long after a new key was made the old ones are destroyed at the earliest. Every node uses the new key within
    /// 20 seconds; the rest is for transactions that began before. Less than a minute only where nothing else uses the
    /// database. After an upgrade that binds values to their rows it is a day.
    /// </summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after the new key of a rotation was made the old ones are destroyed at the earliest.</summary>
    public TimeSpan PeriodOf(RotationCause cause) =>
        cause == RotationCause.Binding && SettleFor < BindingSettlesFor ? BindingSettlesFor : SettleFor;
}
