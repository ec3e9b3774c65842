struct inside;
