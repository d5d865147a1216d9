using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Wire;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// What no document tells about an installation and its own answers do: which system values its genders are and what
/// empties a field. Kept as long as the process;
/// learnt again after that.
/// </summary>
internal sealed class LearnedBehavior
{
    private readonly ConcurrentDictionary<string, SystemValueNode> _genders = new();
    private readonly ConcurrentDictionary<ClearKind, ClearStyle> _clearing = new();

    /// <summary>Whether the installation was asked for its genders: once is enough, whatever the answer.</summary>
    public bool AskedForGenders { get; set; }

    /// <summary>Whether adding an employee made contact and ledger record; null while nobody was added.</summary>
    public bool? AddingMakesRecords { get; set; }

    public void Saw(SystemValueNode? gender)
    {
        if (gender is { DbId.Length: > 0 })
        {
            _genders.TryAdd(gender.DbId, gender);
        }
    }

    /// <summary>The gender that means this, or null while none is known.</summary>
    public SystemValueNode? GenderFor(string text) =>
        _genders.Values.FirstOrDefault(gender =>
            Gender.OfSystemValue(gender.Code, gender.Name) is { } meaning && Gender.Same(meaning, text)
        );

    /// <summary>A gender that was known is refused: what was learnt no longer holds.</summary>
    public void ForgetGenders()
    {
        _genders.Clear();
        AskedForGenders = false;
    }

    public ClearStyle? ClearingOf(ClearKind kind) => _clearing.TryGetValue(kind, out var style) ? style : null;

    public void Learn(ClearKind kind, ClearStyle style) => _clearing[kind] = style;
}

/// <summary>What was learnt, by token.</summary>
internal sealed class LessonsRegister
{
    private readonly ConcurrentDictionary<AccessFingerprint, LearnedBehavior> _byToken = new();

    public LearnedBehavior For(XledgerAccess access) =>
        _byToken.GetOrAdd(AccessFingerprint.Of(access), _ => new LearnedBehavior());
}
