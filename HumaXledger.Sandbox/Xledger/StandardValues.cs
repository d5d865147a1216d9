using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Values that Xledger defines for every customer. The codes of genders are not public, so a switch chooses among
/// plausible ones.
/// </summary>
public static class StandardValues
{
    /// <summary>Names of object kinds in the store; ids other than the three published ones are invented.</summary>
    public const string Position = "POSITION",
        EmploymentType = "EMPLOYMENT_TYPE",
        ExitReason = "EXIT_REASON",
        CostCentre = "COST_CENTER",
        Project = "PROJECT",
        TaxRule = "TAX_RULE";

    /// <summary>Sub-id of the gender female.</summary>
    public const int FemaleSubId = 1;

    /// <summary>Sub-id of the gender male.</summary>
    public const int MaleSubId = 2;

    private static readonly string[] Countries =
    [
        "NO Norway",
        "SE Sweden",
        "DK Denmark",
        "FI Finland",
        "IS Iceland",
        "AX Åland Islands",
        "FO Faroe Islands",
        "GL Greenland",
        "SJ Svalbard and Jan Mayen",
        "AT Austria",
        "BE Belgium",
        "BG Bulgaria",
        "CH Switzerland",
        "CY Cyprus",
        "CZ Czechia",
        "DE Germany",
        "EE Estonia",
        "ES Spain",
        "FR France",
        "GB United Kingdom",
        "GR Greece",
        "HR Croatia",
        "HU Hungary",
        "IE Ireland",
        "IT Italy",
        "LT Lithuania",
        "LU Luxembourg",
        "LV Latvia",
        "MT Malta",
        "NL Netherlands",
        "PL Poland",
        "PT Portugal",
        "RO Romania",
        "SI Slovenia",
        "SK Slovakia",
        "UA Ukraine",
        "RS Serbia",
        "TR Türkiye",
        "US United States",
        "CA Canada",
        "AU Australia",
        "NZ New Zealand",
        "IN India",
        "PK Pakistan",
        "PH Philippines",
        "TH Thailand",
        "VN Vietnam",
        "CN China",
        "JP Japan",
        "KR South Korea",
        "BR Brazil",
        "CL Chile",
        "ZA South Africa",
        "ER Eritrea",
        "ET Ethiopia",
        "SO Somalia",
        "SY Syria",
        "IQ Iraq",
        "IR Iran",
        "AF Afghanistan",
    ];

    internal static void AddTo(XledgerEdit edit, GenderCodes genders)
    {
        foreach (var country in Countries)
            edit.Add(new CountryRow { Code = country[..2], Description = country[3..] });

        var (female, male) = genders switch
        {
            GenderCodes.English => (("F", "FEMALE"), ("M", "MALE")),
            GenderCodes.Norwegian => (("K", "KVINNE"), ("M", "MANN")),
            _ => (("1", "FEMALE"), ("2", "MALE")),
        };
        AddSystemValue(SystemValueRow.Gender, FemaleSubId, female);
        AddSystemValue(SystemValueRow.Gender, MaleSubId, male);
        AddSystemValue(SystemValueRow.LedgerTypes, 1, ("AP", "SUPPLIER"));
        AddSystemValue(SystemValueRow.LedgerTypes, 2, ("AR", "CUSTOMER"));

        foreach (
            var (dbId, name) in new[]
            {
                (14L, TaxRule),
                (30L, CostCentre),
                (31L, Project),
                (41L, Position),
                (42L, EmploymentType),
                (43L, ExitReason),
            }
        )
            edit.Add(new ObjectKindRow { DbId = dbId, Name = name });

        void AddSystemValue(string definition, int subId, (string Code, string Name) value) =>
            edit.Add(
                new SystemValueRow
                {
                    Definition = definition,
                    DbSubId = subId,
                    Code = value.Code,
                    Name = value.Name,
                }
            );
    }

    /// <summary>
    /// The gender with that sub-id (<see cref="FemaleSubId"/>, <see cref="MaleSubId"/>); there are no others.
    /// </summary>
    public static SystemValueRow Gender(this XledgerStore store, int subId) =>
        store.SystemValues.All().Single(value => value.Definition == SystemValueRow.Gender && value.DbSubId == subId);
}
