using System.Globalization;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Pages.Plans;
using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Starts the run of a stored plan from a page, which first asks for confirmation when it would exceed Xledger's
/// monthly allowance.
/// </summary>
public sealed class RunStart(
    SyncJobs jobs,
    AllowanceCheck allowance,
    CurrentUser user,
    Questions questions,
    ReasonSentences sentences,
    IStringLocalizer<PlanText> text
)
{
    /// <summary>Starts the run of a plan that was just made; a refused plan is a refused run.</summary>
    public async Task<Answer<Guid>> StartAsync(Answer<Guid> plan, CancellationToken cancellation) =>
        plan is Answer<Guid>.Done(var planId) ? await StartAsync(planId, cancellation) : plan;

    /// <summary>Starts the run of a stored plan.</summary>
    public async Task<Answer<Guid>> StartAsync(Guid planId, CancellationToken cancellation)
    {
        var answer = await ApplyAsync(planId, cancellation);
        if (answer is not Answer<Guid>.Refused { Kind: RefusalKind.OverAllowance, Reason: var reason })
        {
            return answer;
        }

        var question = new Question(
            text["Allowance.Title"],
            $"{sentences.Of(reason)} {text["Allowance.Ask"]}",
            text["Allowance.GoOn"],
            text["Allowance.Leave"]
        );
        if (!await questions.AskAsync(question))
        {
            return answer;
        }

        await allowance.ConfirmAsync(planId, user.Actor, cancellation);
        return await ApplyAsync(planId, cancellation);
    }

    private Task<Answer<Guid>> ApplyAsync(Guid planId, CancellationToken cancellation) =>
        jobs.ApplyAsync(planId, user.Actor, user.Actor.Mail, CultureInfo.CurrentCulture.Name, cancellation);
}
