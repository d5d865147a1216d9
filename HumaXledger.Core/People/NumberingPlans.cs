using System.Collections.Frozen;

namespace HumaXledger.Core.People;

/// <summary>How numbers behind one calling code are formed. Lengths are those of the national significant number (without trunk prefix).</summary>
internal sealed record NumberingPlan(string Code, int Shortest, int Longest, string Trunk, string[] Countries)
{
    // Where the first zero is part of the number abroad too: Italy, San Marino, and plans that were lengthened to the left.
    private static readonly FrozenSet<string> LeadingZero = FrozenSet.Create("39", "378", "225", "226", "229", "241", "242");

    /// <summary>What is dialled before a calling code in these countries.</summary>
    public string International => Code switch
    {
        "1" => "011",
        "7" => "810",
        "61" => "0011",
        "81" => "010",
        _ => "00",
    };

    /// <summary>Whether these digits may be a national significant number: the length everywhere, the first digits where they are fixed by the plan.</summary>
    public bool Fits(ReadOnlySpan<char> national)
    {
        var length = national.Length;
        var first = length > 0 ? national[0] : '0';
        return Code switch
        {
            // Norway: eight digits; five for a company's common number (02–09).
            "47" => (length == 8 && first >= '2') || (length == 5 && first == '0' && national[1] >= '2'),
            "45" or "298" or "299" => length == Longest && first >= '2',
            // Iceland: seven digits; nine for numbers that begin with 3 (mobile and machines).
            "354" => (length == 7 && first >= '4') || (length == 9 && first == '3'),
            // North America: area code and exchange both begin with 2–9.
            "1" => length == 10 && first >= '2' && national[3] >= '2',
            _ => length >= Shortest && length <= Longest && (first != '0' || LeadingZero.Contains(Code) || Countries.Length == 0),
        };
    }
}

/// <summary>The world's numbering plans (ITU-T E.164 and the national plans lodged with it).</summary>
internal static class NumberingPlans
{
    // Calling code, shortest and longest national number, trunk prefix (- for none), countries. Codes that belong to no country are services.
    private const string Table = """
        1 10 10 1 US,CA,AG,AI,AS,BB,BM,BS,DM,DO,GD,GU,JM,KN,KY,LC,MP,MS,PR,SX,TC,TT,UM,VC,VG,VI
        7 10 10 8 RU,KZ
        20 8 10 0 EG
        27 9 9 0 ZA
        30 10 10 - GR
        31 9 9 0 NL
        32 8 9 0 BE
        33 9 9 0 FR
        34 9 9 - ES
        36 8 9 06 HU
        39 6 12 - IT,VA
        40 9 9 0 RO
        41 9 9 0 CH
        43 4 13 0 AT
        44 9 10 0 GB,GG,JE,IM
        45 8 8 - DK
        46 7 10 0 SE
        47 5 8 - NO,SJ,BV
        48 9 9 - PL
        49 6 13 0 DE
        51 8 9 0 PE
        52 10 11 - MX
        53 6 10 0 CU
        54 10 11 0 AR
        55 10 11 0 BR
        56 9 9 - CL
        57 10 10 - CO
        58 10 10 0 VE
        60 8 10 0 MY
        61 9 9 0 AU,CC,CX,HM
        62 7 12 0 ID
        63 8 10 0 PH
        64 8 10 0 NZ,PN
        65 8 8 - SG
        66 8 9 0 TH
        81 9 10 0 JP
        82 8 10 0 KR
        84 9 10 0 VN
        86 9 11 0 CN
        90 10 10 0 TR
        91 10 10 0 IN
        92 9 10 0 PK
        93 9 9 0 AF
        94 9 9 0 LK
        95 7 10 0 MM
        98 10 10 0 IR
        211 9 9 0 SS
        212 9 9 0 MA,EH
        213 8 9 0 DZ
        216 8 8 - TN
        218 8 9 0 LY
        220 7 7 - GM
        221 9 9 - SN
        222 8 8 - MR
        223 8 8 - ML
        224 8 9 - GN
        225 10 10 - CI
        226 8 8 - BF
        227 8 8 - NE
        228 8 8 - TG
        229 8 10 - BJ
        230 7 8 - MU
        231 7 9 0 LR
        232 8 8 0 SL
        233 9 9 0 GH
        234 8 10 0 NG
        235 8 8 - TD
        236 8 8 - CF
        237 9 9 - CM
        238 7 7 - CV
        239 7 7 - ST
        240 9 9 - GQ
        241 7 8 - GA
        242 9 9 - CG
        243 9 9 0 CD
        244 9 9 - AO
        245 7 9 - GW
        246 7 7 - IO
        247 5 6 - AC
        248 7 7 - SC
        249 9 9 0 SD
        250 9 9 0 RW
        251 9 9 0 ET
        252 7 9 0 SO
        253 8 8 - DJ
        254 7 9 0 KE
        255 9 9 0 TZ
        256 9 9 0 UG
        257 8 8 - BI
        258 8 9 - MZ
        260 9 9 0 ZM
        261 9 9 0 MG
        262 9 9 0 RE,YT,TF
        263 5 10 0 ZW
        264 8 9 0 NA
        265 7 9 0 MW
        266 8 8 - LS
        267 7 8 - BW
        268 8 8 - SZ
        269 7 7 - KM
        290 4 5 - SH
        291 7 7 0 ER
        297 7 7 - AW
        298 6 6 - FO
        299 6 6 - GL
        350 8 8 - GI
        351 9 9 - PT
        352 4 11 - LU
        353 7 9 0 IE
        354 7 9 - IS
        355 8 9 0 AL
        356 8 8 - MT
        357 8 8 - CY
        358 5 12 0 FI,AX
        359 7 9 0 BG
        370 8 8 0 LT
        371 8 8 - LV
        372 7 8 - EE
        373 8 8 0 MD
        374 8 8 0 AM
        375 9 9 80 BY
        376 6 9 - AD
        377 8 9 0 MC
        378 6 10 - SM
        380 9 9 0 UA
        381 7 10 0 RS
        382 8 9 0 ME
        383 8 9 0 XK
        385 8 9 0 HR
        386 8 8 0 SI
        387 8 9 0 BA
        389 8 8 0 MK
        420 9 9 - CZ
        421 9 9 0 SK
        423 7 9 - LI
        500 5 5 - FK,GS
        501 7 7 - BZ
        502 8 8 - GT
        503 8 8 - SV
        504 8 8 - HN
        505 8 8 - NI
        506 8 8 - CR
        507 7 8 - PA
        508 6 9 0 PM
        509 8 8 - HT
        590 9 9 0 GP,BL,MF
        591 8 8 0 BO
        592 7 7 - GY
        593 8 9 0 EC
        594 9 9 0 GF
        595 7 9 0 PY
        596 9 9 0 MQ
        597 6 7 - SR
        598 8 8 0 UY
        599 7 8 - CW,BQ
        670 7 8 - TL
        672 5 6 - NF,AQ
        673 7 7 - BN
        674 7 7 - NR
        675 7 8 - PG
        676 5 7 - TO
        677 5 7 - SB
        678 5 7 - VU
        679 7 7 - FJ
        680 7 7 - PW
        681 6 6 - WF
        682 5 5 - CK
        683 4 7 - NU
        685 5 7 - WS
        686 5 8 - KI
        687 6 6 - NC
        688 5 7 - TV
        689 8 8 - PF
        690 4 7 - TK
        691 7 7 - FM
        692 7 7 - MH
        800 8 8 -
        808 8 8 -
        850 8 10 0 KP
        852 8 8 - HK
        853 8 8 - MO
        855 8 9 0 KH
        856 8 10 0 LA
        870 9 12 -
        878 10 12 -
        880 8 10 0 BD
        881 9 12 -
        882 7 12 -
        883 7 12 -
        886 8 9 0 TW
        888 7 12 -
        960 7 7 - MV
        961 7 8 0 LB
        962 8 9 0 JO
        963 8 9 0 SY
        964 8 10 0 IQ
        965 8 8 - KW
        966 9 9 0 SA
        967 7 9 0 YE
        968 8 8 - OM
        970 8 9 0 PS
        971 8 9 0 AE
        972 8 9 0 IL
        973 8 8 - BH
        974 8 8 - QA
        975 7 8 - BT
        976 8 8 0 MN
        977 8 10 0 NP
        979 9 9 -
        992 9 9 - TJ
        993 8 8 8 TM
        994 9 9 0 AZ
        995 9 9 0 GE
        996 9 9 0 KG
        998 9 9 - UZ
        """;

    private static readonly NumberingPlan?[] ByCode = Read();

    private static readonly FrozenDictionary<string, NumberingPlan> ByCountry = ByCode
        .OfType<NumberingPlan>().SelectMany(plan => plan.Countries.Select(country => KeyValuePair.Create(country, plan))).ToFrozenDictionary();

    public static IEnumerable<NumberingPlan> All => ByCode.OfType<NumberingPlan>();

    public static NumberingPlan? OfCountry(string? country) => country is null ? null : ByCountry.GetValueOrDefault(country);

    /// <summary>The plan whose calling code these digits begin with. No code is the beginning of another, so at most one fits.</summary>
    public static NumberingPlan? Leading(ReadOnlySpan<char> digits)
    {
        var code = 0;
        for (var length = 0; length < Math.Min(3, digits.Length); length++)
        {
            code = (code * 10) + (digits[length] - '0');
            if (ByCode[code] is { } plan)
            {
                return plan;
            }
        }

        return null;
    }

    private static NumberingPlan?[] Read()
    {
        var plans = new NumberingPlan?[1000];
        foreach (var line in Table.Split('\n'))
        {
            var parts = line.Split(' ');
            var countries = parts.Length > 4 ? parts[4].Split(',') : [];
            plans[int.Parse(parts[0])] = new NumberingPlan(parts[0], int.Parse(parts[1]), int.Parse(parts[2]), parts[3] == "-" ? "" : parts[3], countries);
        }

        return plans;
    }
}
