namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>Addresses of the steps of the set-up.</summary>
public static class SetUpAddress
{
    /// <summary>Where the set-up begins, or continues.</summary>
    public const string Start = "/connections/new";

    /// <summary>The address of a step.</summary>
    public static string Of(SetUpStep step) => $"{Start}/{NameOf(step)}";

    /// <summary>The step that an address ends with; null where there is none of that name.</summary>
    public static SetUpStep? Read(string name) =>
        Enum.GetValues<SetUpStep>()
            .Where(step => NameOf(step).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Cast<SetUpStep?>()
            .SingleOrDefault();

    private static string NameOf(SetUpStep step) =>
        step switch
        {
            SetUpStep.Token => "token",
            SetUpStep.Connect => "connect",
            SetUpStep.NewPeople => "new-people",
            _ => "save",
        };
}
