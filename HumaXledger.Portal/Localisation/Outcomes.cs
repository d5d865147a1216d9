using HumaXledger.Core.People;
using Radzen;

namespace HumaXledger.Portal.Localisation;

public static class Outcomes
{
    /// <summary>Tells what became of an act: done, in these words, or why not.</summary>
    public static void Tell(this NotificationService notifications, Reason? refusal, ReasonSentences sentences, string done)
    {
        if (refusal is null)
        {
            notifications.Notify(NotificationSeverity.Success, done);
        }
        else
        {
            notifications.Notify(NotificationSeverity.Error, sentences.Of(refusal));
        }
    }
}
