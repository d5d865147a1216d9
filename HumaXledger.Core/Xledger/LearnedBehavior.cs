using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Wire;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// Undocumented behavior of an installation that its answers reveal: the system values of genders, how a field is
/// cleared, and what adding an employee creates. In memory until the process ends; what is not read again with the
/// people anyway is a text too (<see cref="XledgerKnowledge.Stored"/>), which is kept with the connection.
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

    /// <summary>Called when a known way of clearing is refused: what was learned is outdated.</summary>
    public void Forget(ClearKind kind) => _clearing.TryRemove(kind, out _);

    /// <summary>What is known now.</summary>
    /// <param name="aliased">Whether the mutations of one batch share a request.</param>
    public XledgerKnowledge Knowledge(bool aliased) =>
        new(
            ClearingOf(ClearKind.Text) is not null,
            ClearingOf(ClearKind.Date) is not null,
            ClearingOf(ClearKind.Reference) is not null,
            AddingMakesRecords,
            aliased
        )
        {
            Stored = Stored,
        };

    /// <summary>
    /// Ways of clearing and what additions create, such as <c>Text=Null Date=EmptyText Adding=True</c>; empty where
    /// nothing is known.
    /// </summary>
    private string Stored =>
        string.Join(
            ' ',
            _clearing
                .OrderBy(known => known.Key)
                .Select(known => $"{known.Key}={known.Value}")
                .Concat(AddingMakesRecords is { } makes ? [$"{Adding}={makes}"] : [])
        );

    /// <summary>
    /// Takes over what another process stored, where this one has not learned it itself. What is not understood is left
    /// out and learned again.
    /// </summary>
    public void Recall(string? stored)
    {
        foreach (var (name, value) in (stored ?? "").Split(' ').Select(Halves))
        {
            if (name == Adding && bool.TryParse(value, out var makes))
            {
                AddingMakesRecords ??= makes;
            }
            else if (Enum.TryParse<ClearKind>(name, out var kind) && Enum.TryParse<ClearStyle>(value, out var style))
            {
                _clearing.TryAdd(kind, style);
            }
        }
    }

    private const string Adding = nameof(Adding);

    private static (string Name, string Value) Halves(string known) =>
        known.IndexOf('=') is > 0 and var at ? (known[..at], known[(at + 1)..]) : ("", "");
}

/// <summary>The learned behavior of each token.</summary>
internal sealed class LearnedBehaviorRegister
{
    private readonly ConcurrentDictionary<AccessFingerprint, LearnedBehavior> _byToken = new();

    /// <summary>The learned behavior of one token; the same instance for the process lifetime.</summary>
    public LearnedBehavior For(XledgerAccess access) =>
        _byToken.GetOrAdd(AccessFingerprint.Of(access), _ => new LearnedBehavior());
}
