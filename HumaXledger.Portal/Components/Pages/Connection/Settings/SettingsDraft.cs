using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Sync.Connections;

namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>What one user has filled in on one section and not saved yet.</summary>
public sealed class SettingsDraft
{
    private readonly Dictionary<string, string> _typed;
    private readonly HashSet<string> _wrong;

    public SettingsDraft(SettingsValues stored)
    {
        (Shown, Wanted, _typed, _wrong) = (stored, stored, [], []);
    }

    /// <summary>What was kept of another page.</summary>
    public SettingsDraft(SettingsInput kept)
    {
        (Shown, Wanted, Scope, ScopeShown) = (kept.Shown, kept.Wanted, kept.Scope, kept.ScopeShown);
        (_typed, _wrong) = (new(kept.Typed), [.. kept.Wrong]);
    }

    /// <summary>Raised after each change.</summary>
    public event Action? Changed;

    /// <summary>The stored values that the user's changes start from.</summary>
    public SettingsValues Shown { get; private set; }

    /// <summary>The values to store; inputs that have no usable value are not part of it.</summary>
    public SettingsValues Wanted { get; private set; }

    /// <summary>Rules of who is never synchronized that are not saved; null: as stored.</summary>
    public IReadOnlyList<ScopeRule>? Scope { get; private set; }

    /// <summary>The stored rules that <see cref="Scope"/> starts from; null without unsaved ones.</summary>
    public IReadOnlyList<ScopeRule>? ScopeShown { get; private set; }

    /// <summary>Whether an input has no usable value.</summary>
    public bool HasProblems => _wrong.Count > 0;

    /// <summary>The id of an input without a usable value; null without any.</summary>
    public string? FirstProblem => _wrong.FirstOrDefault();

    /// <summary>Whether there is anything to save.</summary>
    public bool IsChanged => HasProblems || Scope is not null || !Wanted.IsSameAs(Shown);

    /// <summary>Whether Save was tried with problems: they are all shown from then on.</summary>
    public bool Tried { get; private set; }

    /// <summary>A copy to keep; null where there is nothing to save.</summary>
    public SettingsInput? Unsaved =>
        IsChanged ? new SettingsInput(Shown, Wanted, _typed.ToDictionary(), [.. _wrong], Scope, ScopeShown) : null;

    /// <summary>The text of an input as typed; null when it was not touched.</summary>
    public string? TypedIn(string input) => _typed.GetValueOrDefault(input);

    /// <summary>Whether the text of an input is not usable.</summary>
    public bool IsWrong(string input) => _wrong.Contains(input);

    /// <summary>Takes a choice.</summary>
    public void Set(SettingsValues wanted)
    {
        Wanted = wanted;
        Changed?.Invoke();
    }

    /// <summary>Takes a typed text with the values that it gives; null where it gives none.</summary>
    public void Type(string input, string text, SettingsValues? wanted)
    {
        _typed[input] = text;
        if (wanted is null)
        {
            _wrong.Add(input);
        }
        else
        {
            _wrong.Remove(input);
            Wanted = wanted;
        }

        Changed?.Invoke();
    }

    /// <summary>Empties an input that is no setting itself.</summary>
    public void Clear(string input)
    {
        _typed.Remove(input);
        _wrong.Remove(input);
        Changed?.Invoke();
    }

    /// <summary>Takes rules of who is never synchronized, where these are stored.</summary>
    public void SetScope(IReadOnlyList<ScopeRule> rules, IReadOnlyList<ScopeRule> stored)
    {
        (Scope, ScopeShown) = rules.SequenceEqual(stored) ? (null, null) : (rules, ScopeShown ?? stored);
        Changed?.Invoke();
    }

    /// <summary>Takes note that these rules are stored now. Rules that were changed meanwhile stay unsaved.</summary>
    public void StoredScope(IReadOnlyList<ScopeRule> stored)
    {
        (Scope, ScopeShown) = Scope?.SequenceEqual(stored) == false ? (Scope, stored) : (null, null);
        Changed?.Invoke();
    }

    /// <summary>Forgets unsaved rules of who is never synchronized.</summary>
    public void ResetScope()
    {
        (Scope, ScopeShown) = (null, null);
        Changed?.Invoke();
    }

    /// <summary>Shows the problems of all inputs.</summary>
    public void Try()
    {
        Tried = true;
        Changed?.Invoke();
    }

    /// <summary>Begins anew from what is stored.</summary>
    public void Reset(SettingsValues stored)
    {
        (Shown, Wanted, Tried) = (stored, stored, false);
        (Scope, ScopeShown) = (null, null);
        _typed.Clear();
        _wrong.Clear();
        Changed?.Invoke();
    }
}
