namespace HumaXledger.Sandbox.Sample;

/// <summary>Job titles, teams and locations.</summary>
internal static class SampleWork
{
    public static readonly string[] Titles =
    [
        "Prosjektleder",
        "Regnskapsmedarbeider",
        "Lønnsansvarlig",
        "Systemutvikler",
        "Salgskonsulent",
        "HR-rådgiver",
        "Innkjøper",
        "Logistikkmedarbeider",
        "Montør",
        "Elektriker",
        "Driftsleder",
        "Kundebehandler",
        "Markedskoordinator",
        "Controller",
        "Økonomisjef",
        "Avdelingsleder",
        "Ingeniør",
        "HMS-rådgiver",
        "Renholder",
        "Kokk",
        "Sjåfør",
        "Lagermedarbeider",
        "Servicetekniker",
        "Dataanalytiker",
        "Juridisk rådgiver",
        "Lærling",
    ];

    public static readonly string[] SwedishTitles =
    [
        "Projektledare",
        "Löneadministratör",
        "Systemutvecklare",
        "Säljare",
        "Ekonomiassistent",
        "Montör",
        "Lagerarbetare",
        "Inköpare",
        "Platschef",
    ];

    public static readonly string[] Teams =
    [
        "Økonomi",
        "Utvikling",
        "Salg",
        "Drift",
        "Prosjekt",
        "Kundeservice",
        "HR og lønn",
        "Innkjøp og lager",
    ];

    public static readonly string[] NorwegianLocations = ["Oslo", "Bergen", "Trondheim", "Tromsø"];

    public static readonly string[] SwedishLocations = ["Stockholm", "Göteborg"];
}
