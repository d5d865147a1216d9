namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Filter of a connection's list of people.</summary>
public enum PeopleFilter
{
    All,

    /// <summary>People with a difference.</summary>
    Differing,

    Questions,

    OnlyInHuma,

    OnlyInXledger,

    Linked,

    /// <summary>Never synchronized because of a scope rule.</summary>
    OutOfScope,
}
