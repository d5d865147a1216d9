using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>One person's file as sheets for a person to read, in the language of the page.</summary>
public sealed class PersonSheets(PersonAboutSheet about, PersonValueSheets values, PersonEventSheet events)
{
    internal IReadOnlyList<WorkbookSheet> Of(PersonFile file) => [about.Of(file), .. values.Of(file), events.Of(file)];

    internal static string Why(ReasonSentences reasons, Reason? reason) =>
        reason is null ? "" : reasons.Of(PersonFile.WithoutOthers(reason));

    // UTC, as the column says: a file is read elsewhere too.
    internal static string Time(DateTime at) => Dates.Moment(at);

    internal static string Shown(IStringLocalizer<Fields> fields, Field field, FieldValue? value, PersonFile file) =>
        value is null ? "" : fields.InFile(field, value, file.InClear);
}
