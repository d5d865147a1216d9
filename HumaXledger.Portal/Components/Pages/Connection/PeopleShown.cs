namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Which of a connection's people a list shows.</summary>
public enum PeopleShown
{
    All,

    /// <summary>With a difference.</summary>
    Differing,

    Questions,

    OnlyInHuma,

    OnlyInXledger,

    Linked,

    /// <summary>Never synchronized, by a rule.</summary>
    OutOfScope,
}
