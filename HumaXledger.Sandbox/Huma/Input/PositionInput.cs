using HumaXledger.Sandbox.Huma.Endpoints;

namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>The input of a position; a new one requires start, contract type and job title, a change nothing.</summary>
internal static class PositionInput
{
    private static readonly string[] ContractTypes =
    [
        "Permanent",
        "Temporary",
        "Seasonal",
        "Casual",
        "Trainee",
        "JobTrainingProgram",
        "Consultant",
        "Freelance",
        "ThirdParty",
        "Other",
    ];

    private static readonly string[] EndReasons =
    [
        "change_in_organization_or_internal_job_transfer",
        "employee_resigned",
        "employee_terminated",
        "temporary_contract_or_position_ended",
        "change_in_payroll_system_or_accountant",
        "other",
    ];

    private static readonly string[] Names =
    [
        "contractStartDate",
        "contractEndDate",
        "contractCountry",
        "firstDayOfWork",
        "lastDayOfWork",
        "contractType",
        "percentage",
        "probationEndDate",
        "titleId",
        "description",
        "terminationNoticeDate",
        "endNote",
        "endReason",
        "wantedEnd",
        "note",
    ];

    /// <summary>A new position.</summary>
    public static HumaPosition Create(HumaCall call)
    {
        var input = new InputReader(call.Body, call.Switches);
        var change = Read(input, call);
        foreach (var required in new[] { "contractStartDate", "contractType", "titleId" })
            input.Required(required, 255);
        input.ThrowIfInvalid();
        return change(new HumaPosition { Id = Guid.NewGuid() });
    }

    /// <summary>The change of a position.</summary>
    public static Func<HumaPosition, HumaPosition> Update(HumaCall call)
    {
        var input = new InputReader(call.Body, call.Switches);
        var change = Read(input, call);
        input.ThrowIfInvalid();
        return change;
    }

    private static Func<HumaPosition, HumaPosition> Read(InputReader input, HumaCall call)
    {
        input.AllowOnly(Names);
        var (start, end) = (input.Date("contractStartDate"), input.Date("contractEndDate"));
        var (firstDay, lastDay) = (input.Date("firstDayOfWork"), input.Date("lastDayOfWork"));
        var (probation, notice) = (input.Date("probationEndDate"), input.Date("terminationNoticeDate"));
        var (country, type) = (input.Country("contractCountry"), input.OneOf("contractType", ContractTypes));
        var percentage = input.Number("percentage", 0, 100);
        var (description, note) = (input.Text("description", 10_200), input.Text("note"));
        var (endReason, endNote, wantedEnd) = (
            input.OneOf("endReason", EndReasons),
            input.Text("endNote"),
            input.Flag("wantedEnd")
        );
        var titleId = input.Id("titleId");
        if (titleId.Value is { } id && call.Store.JobTitle(id) is null)
            throw HumaRefusal.NotFound("JobTitle", id.ToString());

        return before =>
            before with
            {
                ContractStartDate = start.Or(before.ContractStartDate),
                ContractEndDate = end.Or(before.ContractEndDate),
                FirstDayOfWork = firstDay.Or(before.FirstDayOfWork),
                LastDayOfWork = lastDay.Or(before.LastDayOfWork),
                ProbationEndDate = probation.Or(before.ProbationEndDate),
                TerminationNoticeDate = notice.Or(before.TerminationNoticeDate),
                ContractCountry = country.Or(before.ContractCountry),
                ContractType = type.Or(before.ContractType),
                Percentage = percentage.Value ?? before.Percentage,
                Description = description.Or(before.Description),
                Note = note.Or(before.Note),
                EndReason = endReason.Or(before.EndReason),
                EndNote = endNote.Or(before.EndNote),
                WantedEnd = wantedEnd.Or(before.WantedEnd),
                TitleId = titleId.Or(before.TitleId),
            };
    }
}
