using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Wire;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// Undocumented behavior of an installation that its answers reveal: the system values of genders, and how a field is
/// cleared. Kept in memory until the process ends.
/// </summary>
internal sealed class LearnedBehavior
{
    private readonly ConcurrentDictionary<string, SystemValueNode> _genders = new();
    private readonly ConcurrentDictionary<ClearKind, ClearStyle> _clearing = new();

    /// <summary>Whether the installation was asked for its genders; it is asked once, whatever the answer.</summary>
    public bool AskedForGenders { get; set; }

    /// <summary>Whether adding an employee created contact and ledger record; null until the first addition.</summary>
    public bool? AddingMakesRecords { get; set; }

    /// <summary>Learns a gender from a record.</summary>
    public void LearnGender(SystemValueNode? gender)
    {
        if (gender is { DbId.Length: > 0 })
        {
            _genders.TryAdd(gender.DbId, gender);
        }
    }

    /// <summary>The system value of a gender; null while it is unknown.</summary>
    public SystemValueNode? GenderFor(string text) =>
        _genders.Values.FirstOrDefault(gender =>
            Gender.OfSystemValue(gender.Code, gender.Name) is { } meaning && Gender.Same(meaning, text)
        );

    /// <summary>Called when a known gender is refused: what was learned is outdated.</summary>
    public void ForgetGenders()
    {
        _genders.Clear();
        AskedForGenders = false;
    }

    /// <summary>How a kind of input is cleared; null while it is unknown.</summary>
    public ClearStyle? ClearingOf(ClearKind kind) => _clearing.TryGetValue(kind, out var style) ? style : null;

    /// <summary>Learns how a kind of input is cleared.</summary>
    public void Learn(ClearKind kind, ClearStyle style) => _clearing[kind] = style;
}

/// <summary>The learned behavior of each token.</summary>
internal sealed class LearnedBehaviorRegister
{
    private readonly ConcurrentDictionary<AccessFingerprint, LearnedBehavior> _byToken = new();

    /// <summary>The learned behavior of one token; the same instance for the process lifetime.</summary>
    public LearnedBehavior For(XledgerAccess access) =>
        _byToken.GetOrAdd(AccessFingerprint.Of(access), _ => new LearnedBehavior());
}
