using HumaXledger.Core.Reasons;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Asks the user of a page to sign in again, because the last proof of identity is too old for what was asked for. The
/// dialog is part of the layout.
/// </summary>
public sealed class SignInAgainPrompt
{
    /// <summary>Raised when <see cref="Reason"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Why it is asked; null while it is not.</summary>
    public Reason? Reason { get; private set; }

    /// <summary>Opens the dialog.</summary>
    public void Ask(Reason reason) => Set(reason);

    /// <summary>Closes it.</summary>
    public void Close() => Set(null);

    private void Set(Reason? reason)
    {
        Reason = reason;
        Changed?.Invoke();
    }
}
