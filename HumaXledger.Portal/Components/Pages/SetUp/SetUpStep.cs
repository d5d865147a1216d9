namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>The steps of the set-up, in order.</summary>
public enum SetUpStep
{
    /// <summary>How to get a key and a token.</summary>
    Token,

    /// <summary>Key and token, their checks, and what the connection covers.</summary>
    Connect,

    /// <summary>Whether new people are added automatically.</summary>
    NewPeople,

    /// <summary>Everything chosen, and the confirmation of authority.</summary>
    Save,
}
